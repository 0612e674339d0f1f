#pragma once
// Text that must never be shown. It has no stream operator and no formatter; a log or an error that tries to print
// it does not compile. `reveal` is called where the secret is used, and nowhere else. Wiped when it dies.
#include <string>
#include <utility>

namespace robson {
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret&) = default;
  Secret& operator=(Secret&&) noexcept = default;
  ~Secret() { wipe(); }

  const std::string& reveal() const { return text_; }
  bool empty() const { return text_.empty(); }
  // What may be shown in its place.
  static constexpr const char* masked = "***";

 private:
  void wipe() {
    volatile char* bytes = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = 0;
  }
  std::string text_;
};
}  // namespace robson
