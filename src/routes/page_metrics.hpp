#pragma once
// What our own pages tell of themselves, for Prometheus. Loop thread.
#include <cstdint>
#include <memory>
#include <string>

namespace robson::routes {

class PageMetrics {
 public:
  PageMetrics();
  ~PageMetrics();
  PageMetrics(const PageMetrics&) = delete;
  PageMetrics& operator=(const PageMetrics&) = delete;

  // The caller holds the names to short lists, so that the number of series stays bounded.
  void page_view(const std::string& page);
  void web_vital(const std::string& name, std::int64_t milliseconds);
  // Prometheus text format 0.0.4.
  std::string text() const;

 private:
  struct Families;
  std::unique_ptr<Families> families_;
};

}  // namespace robson::routes
