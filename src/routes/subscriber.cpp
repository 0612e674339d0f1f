#include "routes/subscriber.hpp"

#include <algorithm>

namespace robson::routes {
namespace {

feed::PriceForm price_form(feed::Encoding encoding) {
  switch (encoding) {
    case feed::Encoding::msgpack: return feed::PriceForm::msgpack;
    case feed::Encoding::sse: return feed::PriceForm::sse;
    case feed::Encoding::json: break;
  }
  return feed::PriceForm::json;
}

}  // namespace

std::vector<Symbol> usual_symbols(const FeedParts& parts, TenantId tenant) {
  std::vector<Symbol> symbols;
  const auto add = [&symbols](const Symbol& symbol) {
    const bool fits = symbols.size() < most_symbols && std::ranges::find(symbols, symbol) == symbols.end();
    if (fits) symbols.push_back(symbol);
  };
  for (const Operation* operation : parts.runtime.engine().open_operations(tenant)) add(operation->symbol);
  for (const Symbol& symbol : parts.symbols) add(symbol);
  return symbols;
}

Subscriber::Subscriber(const FeedParts& parts, TenantId tenant, net::Socket& socket, feed::Encoding encoding)
    : parts_(parts),
      tenant_(tenant),
      socket_(socket),
      form_(price_form(encoding)),
      prices_(parts.prices, socket, form_),
      reader_(parts.hub, tenant, socket, encoding) {
  reader_.shares_with(prices_);
}

bool Subscriber::subscribe(const FeedQuery& wanted) {
  const bool wants_prices = wanted.subscription.channels.has(feed::Channel::prices);
  std::vector<Symbol> symbols = wanted.symbols;
  if (symbols.empty() && wants_prices) symbols = usual_symbols(parts_, tenant_);
  std::erase_if(symbols, [this](const Symbol& symbol) { return prices_.has(symbol); });
  std::ranges::sort(symbols);
  symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
  if (prices_.symbols().size() + symbols.size() > most_symbols) return false;
  reader_.subscribe(wanted.subscription);
  if (wants_prices) tell_venue_status(parts_.runtime.now());
  for (const Symbol& symbol : symbols) prices_.add(symbol);
  return true;
}

bool Subscriber::catch_up(std::int64_t last_seq, std::optional<std::int64_t> epoch) {
  if (reader_.channels().empty()) return false;
  reader_.subscribe({.channels = reader_.channels(), .last_seq = last_seq, .epoch = epoch});
  return true;
}

void Subscriber::unsubscribe(feed::Channels channels, const std::vector<Symbol>& symbols) {
  reader_.unsubscribe(channels);
  std::vector<Symbol> gone = symbols;
  if (channels.has(feed::Channel::prices)) gone = prices_.symbols();
  for (const Symbol& symbol : gone) prices_.remove(symbol);
}

void Subscriber::tell_venue_status(Timestamp now) {
  if (channels().has(feed::Channel::prices)) socket_.send(parts_.prices.venue_status(form_, now));
}

void Subscriber::drained() {
  reader_.drained();
  prices_.pay();
}

}  // namespace robson::routes
