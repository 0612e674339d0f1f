#pragma once
// How text may look where it is going: colour or not, UTF-8 or ASCII, how wide. All widths are in terminal columns and
// do not count colour.
#include <string>
#include <string_view>
#include <vector>

namespace robson::cli {

enum class Tone { plain, strong, dim, good, bad, warning };

struct Style {
  bool color = false;
  bool unicode = false;
  int columns = 80;

  // `text` in that tone; unchanged without colour.
  std::string paint(Tone tone, std::string_view text) const;
  // The first where UTF-8 can be shown, else the second.
  std::string_view either(std::string_view utf8, std::string_view ascii) const { return unicode ? utf8 : ascii; }
  // U+2212, or a hyphen.
  std::string_view minus() const { return either("\u2212", "-"); }
  // What stands for a figure that is not known.
  std::string_view unknown() const { return either("\u2014", "n/a"); }
};

// Whether colour is wanted: --color first, then NO_COLOR, CLICOLOR_FORCE, then whether a capable terminal reads it.
enum class ColorChoice { automatic, always, never };
struct ColorSigns {
  ColorChoice choice = ColorChoice::automatic;
  bool no_color = false;        // NO_COLOR is set and not empty
  bool clicolor_force = false;  // CLICOLOR_FORCE is set and not "0"
  bool terminal = false;
  bool dumb = false;  // TERM=dumb
};
bool wants_color(const ColorSigns& signs);
// Whether a locale's name (LC_ALL, LC_CTYPE or LANG, the first that is set) says UTF-8.
bool is_utf8_locale(std::string_view name);

// Columns that `text` takes: code points, without colour.
int width(std::string_view text);
// `text` and blanks up to `columns`; longer text stays as it is.
std::string pad_right(std::string_view text, int columns);
std::string pad_left(std::string_view text, int columns);
std::string repeat(std::string_view piece, int count);
// Lines of at most `columns`, broken at blanks; a longer word is cut. Lines after the first begin with `indent` blanks.
// A colour that is open at a break is closed there and opened again.
std::vector<std::string> wrap(std::string_view text, int columns, int indent);
// Text that came from elsewhere, with control characters (and so terminal commands) replaced by '?'.
std::string clean(std::string_view text);

}  // namespace robson::cli
