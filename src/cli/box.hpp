#pragma once
// The framed card of the requirements:
//
//   ╔════════════════════════════════════════════════════════════╗     60 columns inside, less on a narrow terminal
//   ║                      ACTIVE POSITIONS                      ║     (lines wrap); +, = and | where there is no UTF-8
//   ╠════════════════════════════════════════════════════════════╣
//   ║ Symbol: BTCUSDC                                            ║
//   ╚════════════════════════════════════════════════════════════╝
#include <string>
#include <string_view>

#include "cli/style.hpp"

namespace robson::cli {

class Box {
 public:
  Box(const Style& style, std::string_view title);
  void line(std::string_view text);
  // A rule between two parts.
  void rule();
  // The whole card, with its last border and a line end.
  std::string text() const;

 private:
  std::string row(std::string_view content) const;
  std::string border(std::string_view left, std::string_view right) const;

  const Style& style_;
  int inner_;
  std::string rows_;
};

}  // namespace robson::cli
