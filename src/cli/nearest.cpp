#include <algorithm>
#include <numeric>

#include "cli/parse.hpp"

namespace robson::cli {
namespace {

// Insertions, deletions and replacements that turn one into the other (Levenshtein), two swapped neighbours counted as
// one (the restricted Damerau form): "psoitions" is one away from "positions".
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1);
  std::vector<std::size_t> above(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(above.begin(), above.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    before = std::exchange(above, row);
  }
  return above[b.size()];
}

}  // namespace

std::string nearest(std::string_view typed, const std::vector<std::string_view>& known) {
  constexpr std::size_t longest_typo = 64;
  if (typed.empty() || typed.size() > longest_typo) return {};
  std::string_view best;
  std::size_t least = std::max<std::size_t>(1, typed.size() / 3) + 1;
  for (const std::string_view name : known) {
    const bool is_start = typed.size() >= 3 && name.starts_with(typed);
    const std::size_t far = is_start ? 1 : distance(typed, name);
    if (far >= least) continue;
    least = far;
    best = name;
  }
  return std::string(best);
}

}  // namespace robson::cli
