// What a producer sends: any body is a draft or a fault that is told, and a draft is a signal within its bounds or a
// fault that names its field.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "json/write.hpp"
#include "signals/summary.hpp"
#include "wire/signal_bodies.hpp"

namespace robson {
namespace {

void hold(const signals::Draft& draft) {
  const Timestamp now = Timestamp::from_seconds(1'767'355'200);
  const auto signal = signals::signal_of(draft, now);
  if (!signal) return ensure(!signal.error().field.empty(), "a fault names its field");
  ensure(signal->expires_at > now, "a signal has time");
  ensure(!signal->payload || json::parse(*signal->payload).has_value(), "its payload is JSON");
  ensure(signals::summary_of(*signal, "a producer").size() <= 160, "its summary fits a small screen");
  (void)signals::check_amount(*signal, Decimal::integer(100));
  (void)json::parse(json::text_of(wire::feed_signal_view(*signal, "a producer", nullptr))).value();
}

}  // namespace
}  // namespace robson

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  if (const auto draft = robson::wire::read_signal(body)) robson::hold(*draft);
  if (const auto alert = robson::wire::read_alert(body)) robson::hold(robson::wire::draft_of(*alert));
  return 0;
}
