#pragma once
// What a reading command has to show, for people and for programs.
#include <functional>
#include <optional>
#include <string>

#include "base/timestamp.hpp"
#include "cli/exit.hpp"
#include "cli/style.hpp"
#include "json/value.hpp"

namespace robson::cli {

// How a view is to look now.
struct Look {
  const Style& style;
  Duration elapsed{};  // since the answer came: ages have grown by it
  bool headings = true;
};

// A price that nobody confirmed for this long is stale, whatever the server said when it was asked.
inline constexpr Duration stale_after = std::chrono::seconds(5);

struct Page {
  json::Value document{};            // the server's, for programs
  std::string list{};                // its member that holds the rows; empty: the document is the row
  json::Value rows{};                // an array of the rows, where the document has them in another shape
  bool tabular = false;              // piped without --output: the rows as TSV, instead of the view
  bool stale = false;                // a figure in it rests on a stale or unknown price
  bool failed = false;               // it was shown, and says that something is wrong
  std::optional<Exit> exit{};        // how it ends, where the document itself says so
  std::optional<std::string> raw{};  // text that the server made as it was asked for, written as it is
  std::function<std::string(const Look&)> view{};
};

}  // namespace robson::cli
