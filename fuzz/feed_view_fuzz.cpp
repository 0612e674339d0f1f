// The feed's client: any lines are messages or counted faults, and the view stays one that can be asked and resumed.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "client/feed_view.hpp"
#include "json/value.hpp"

namespace robson::client {
namespace {

void check(const FeedView& view, const Taken& taken, std::int64_t before) {
  ensure(taken.kind != TakenKind::fault || !taken.why.empty(), "a fault says what it is");
  ensure(taken.kind == TakenKind::snapshot || view.last_seq() >= before, "only a snapshot goes back");
  std::int64_t newest = 0;
  for (const Told& told : taken.told) {
    if (told.seq == 0) continue;
    ensure(told.seq > newest, "numbers grow");
    newest = told.seq;
  }
  ensure(json::parse(view.subscribe_text({"positions", "orders", "prices"}, {"BTCUSDC"})).has_value(),
         "what we ask is JSON");
  (void)view.positions();
}

void follow(std::string_view lines) {
  FeedView view;
  while (!lines.empty()) {
    const auto end = std::min(lines.find('\n'), lines.size());
    const std::int64_t before = view.last_seq();
    const Taken taken = view.take(lines.substr(0, end));
    check(view, taken, before);
    lines.remove_prefix(std::min(end + 1, lines.size()));
  }
}

}  // namespace
}  // namespace robson::client

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t count) {
  robson::client::follow({reinterpret_cast<const char*>(bytes), count});
  return 0;
}
