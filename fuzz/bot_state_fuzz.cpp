// The files of robson-bot: any bytes are gone on from or passed over. What is held has no hole in its events, and says
// itself again the same.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "json/read.hpp"
#include "reference_bot/store/kept.hpp"
#include "reference_bot/strategy/state.hpp"

namespace {
using namespace robson;
using namespace robson::reference_bot;

// With the checksum put right, so that what lies behind it is reached too.
std::string as_line(std::string_view text) {
  Record record{.number = 1};
  record.state = std::string(text);
  return line_of(record);
}

void check_rows(const Row& row) {
  std::int64_t before = 0;
  for (const Numbered& each : row.all()) {
    ensure(before == 0 || each.id == before + 1, "events have no hole");
    before = each.id;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t half = size / 2;
  for (const auto& recovered :
       {recover(text, ""), recover("", text), recover(text.substr(0, half), text.substr(half))}) {
    check_rows(recovered.kept.events());
    const auto again = recover(recovered.kept.lines(), "");
    ensure(recovered.kept.number() == 0 || again.kept.lines() == recovered.kept.lines(), "it says itself again");
  }
  ensure(recover("", as_line("state")).kept.state() == "state", "a sound line is read");
  static_cast<void>(json::read<State>(text, json::Unknown::refused));
  return 0;
}
