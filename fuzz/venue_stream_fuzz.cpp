// The venue's streams: the first byte picks market stream, user event or WebSocket API message; what is read goes
// through the quote keeper and the order book, which must hold their rules whatever comes.
#include <cstdint>
#include <string_view>

#include "base/ensure.hpp"
#include "venues/binance/order_outcome.hpp"
#include "venues/binance/parse_reply.hpp"
#include "venues/binance/parse_stream.hpp"
#include "venues/binance/quote_keeper.hpp"

namespace {

using namespace robson;
using namespace robson::venues::binance;

const Timestamp now = Timestamp::from_ms(1'767'065'400'000);

void feed_book(const StreamEvent& event) {
  static OrderBook book;
  if (const auto* depth = std::get_if<Depth>(&event)) static_cast<void>(book.load(*depth));
  if (const auto* update = std::get_if<DepthUpdate>(&event)) book.apply(update->diff);
  const auto bid = book.best_bid();
  const auto ask = book.best_ask();
  ensure(!bid || !ask || bid->price < ask->price, "a book is never crossed");
}

void feed_keeper(const StreamEvent& event) {
  QuoteKeeper keeper({{"BTCUSDC"}, {"BTCUSDT"}});
  keeper.begin_connection();
  if (const auto* trade = std::get_if<Trade>(&event)) static_cast<void>(keeper.on_trade(*trade, now));
  const auto* top = std::get_if<BookTop>(&event);
  if (top == nullptr) return;
  const auto quote = keeper.on_top(*top, now);
  if (quote) ensure(quote->bid.value.is_positive() && quote->ask.value.is_positive(), "a quote has both sides");
}

void check_stream(std::string_view text) {
  const auto message = parse_stream(text);
  if (!message) {
    ensure(!message.error().text().empty(), "a fault says what it is");
    return;
  }
  feed_book(message->event);
  feed_keeper(message->event);
}

void check_user_event(std::string_view text) {
  const auto event = parse_user_event(text);
  if (!event) return;
  const auto* report = std::get_if<ExecutionReport>(&*event);
  if (report == nullptr) return;
  const auto order = order_of(*report);
  ensure(!order || order->fills.size() <= 1, "a report tells of one fill at most");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 3) {
    case 0: check_stream(text); break;
    case 1: check_user_event(text); break;
    default: static_cast<void>(parse_api_message(text, now)); break;
  }
  return 0;
}
