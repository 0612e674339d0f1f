#pragma once
// Operations as CSV: a head, then a row for each, in the order in which they come.
#include "routes/csv_pages.hpp"
#include "wire/operation.hpp"

namespace robson::routes {

class OperationsCsv {
 public:
  static constexpr std::size_t most_rows = most_csv_rows;

  OperationsCsv();
  void add(const wire::Operation& operation);
  std::size_t rows() const { return rows_; }
  std::string take() { return csv_.take(); }

 private:
  Csv csv_;
  std::size_t rows_ = 0;
};

}  // namespace robson::routes
