#include "routes/csv.hpp"

namespace robson::routes {

void Csv::separate() {
  if (!first_) out_.push_back(',');
  first_ = false;
}

Csv& Csv::text(std::string_view value) {
  separate();
  const bool formula = !value.empty() && std::string_view("=+-@\t\r").find(value.front()) != std::string_view::npos;
  const bool quoted = value.find_first_of(",\"\r\n") != std::string_view::npos;
  if (quoted) out_.push_back('"');
  if (formula) out_.push_back('\'');
  for (const char c : value) {
    if (c == '"') out_.push_back('"');
    out_.push_back(c);
  }
  if (quoted) out_.push_back('"');
  return *this;
}

Csv& Csv::figure(std::string_view value) {
  separate();
  out_ += value;
  return *this;
}

Csv& Csv::end_row() {
  out_ += "\r\n";
  first_ = true;
  return *this;
}

}  // namespace robson::routes
