#include <fmt/format.h>

#include "cli/box.hpp"
#include "cli/figures.hpp"
#include "cli/views/trading.hpp"

namespace robson::cli {

std::string venue_keys_view(const wire::VenueKeys& keys, const Look& look) {
  const Style& style = look.style;
  Box box(style, fmt::format("VENUE {}, {}", clean(keys.venue), json::name_of(keys.venue_kind)));
  box.line(keys.connected
               ? fmt::format("Account: {}, stream {}", style.paint(Tone::good, "connected"), json::name_of(keys.stream))
               : style.paint(Tone::bad, "Account: not connected"));
  if (keys.trouble) box.line(style.paint(Tone::bad, "Trouble: " + clean(*keys.trouble)));
  box.line(
      fmt::format("May trade: {}; may go short: {}", keys.can_trade ? "yes" : "NO", keys.can_short ? "yes" : "no"));
  if (keys.as_of) box.line(fmt::format("Read: {}", moment(*keys.as_of)));
  box.rule();
  if (keys.keys.empty()) box.line("No key. Enter one with: robson venue-key set");
  for (const wire::VenueKey& key : keys.keys) {
    std::string line =
        fmt::format("Key {}: {}, {}", clean(key.key), json::name_of(key.source), key.in_use ? "in use" : "not in use");
    if (key.entered_by) line += fmt::format(", by {}", clean(*key.entered_by));
    if (key.entered_at) line += fmt::format(", {}", moment(*key.entered_at));
    box.line(line);
  }
  return box.text();
}

}  // namespace robson::cli
