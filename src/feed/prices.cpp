#include "feed/prices.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/write.hpp"

namespace robson::feed {
namespace {

constexpr auto repeat_after = std::chrono::seconds(2);    // an unchanged price is told again, so that its age is known
constexpr auto doubtful_after = std::chrono::seconds(3);  // then the venue is asked, before the price counts as stale
constexpr auto ask_again_after = std::chrono::seconds(1);
const Decimal smallest_step = Decimal::from_units(10'000'000'000);  // 0.01, while the instrument is not known

struct VenueStatus {
  std::string state{};
  std::string reason{};
};
BOOST_DESCRIBE_STRUCT(VenueStatus, (), (state, reason))

std::string_view text_of(StreamState state) {
  switch (state) {
    case StreamState::connecting: return "connecting";
    case StreamState::live: return "live";
    case StreamState::silent: return "silent";
    case StreamState::down: return "down";
  }
  return "down";
}

std::string enveloped(std::string_view type, std::string_view data, Timestamp now) {
  return fmt::format(R"({{"type":"{}","channel":"prices","timestamp":"{}","data":{}}})", type, to_rfc3339(now), data);
}

net::FramePtr in_form(std::string_view json, PriceForm form) {
  switch (form) {
    case PriceForm::flat: return net::text_frame(json);
    case PriceForm::json: return frame_of(json, Encoding::json);
    case PriceForm::msgpack: return frame_of(json, Encoding::msgpack);
    case PriceForm::sse: return frame_of(json, Encoding::sse);
  }
  return net::text_frame(json);
}

}  // namespace

PriceReader::PriceReader(Prices& prices, net::Socket& socket, PriceForm form)
    : prices_(prices), socket_(socket), form_(form) {}

PriceReader::~PriceReader() {
  while (!symbols_.empty()) remove(Symbol(symbols_.back()));
}

bool PriceReader::has(const Symbol& symbol) const {
  return std::ranges::find(symbols_, symbol) != symbols_.end();
}

void PriceReader::add(const Symbol& symbol) {
  if (has(symbol)) return;
  symbols_.push_back(symbol);
  auto& watched = prices_.watched_[symbol];
  watched.readers.push_back(this);
  const Timestamp now = prices_.clock_.now();
  Prices::Frames frames{};
  if (const Quote* quote = prices_.engine_.quote(symbol)) {
    prices_.tell(*this, symbol, *quote, frames, now);
  } else if (now - watched.asked >= ask_again_after) {
    watched.asked = now;
    prices_.refresh_(symbol);
  }
}

void PriceReader::remove(const Symbol& symbol) {
  std::erase(symbols_, symbol);
  std::erase(owed_, symbol);
  const auto watched = prices_.watched_.find(symbol);
  if (watched == prices_.watched_.end()) return;
  auto& readers = watched->second.readers;
  if (const auto found = std::ranges::find(readers, this); found != readers.end()) {
    *found = readers.back();
    readers.pop_back();
  }
  if (readers.empty()) prices_.watched_.erase(watched);
}

void PriceReader::pay() {
  const std::vector<Symbol> due = std::exchange(owed_, {});
  const Timestamp now = prices_.clock_.now();
  for (const Symbol& symbol : due) {
    Prices::Frames frames{};
    if (const Quote* quote = prices_.engine_.quote(symbol)) prices_.tell(*this, symbol, *quote, frames, now);
  }
}

Prices::Prices(const engine::Engine& engine, const Clock& clock, wire::VenueLabel venue, Refresh refresh)
    : engine_(engine), clock_(clock), venue_(std::move(venue)), refresh_(std::move(refresh)) {}

std::optional<Duration> Prices::publish(const Symbol& symbol) {
  const auto watched = watched_.find(symbol);
  const Quote* quote = engine_.quote(symbol);
  if (watched == watched_.end() || quote == nullptr) return {};
  const Timestamp now = clock_.now();
  Frames frames{};
  for (PriceReader* reader : watched->second.readers) tell(*reader, symbol, *quote, frames, now);
  watched->second.published = now;
  return clock_.now() - quote->received;
}

void Prices::tell(PriceReader& reader, const Symbol& symbol, const Quote& quote, Frames& frames, Timestamp now) {
  if (reader.socket_.pending_bytes() > behind_bytes) {
    if (std::ranges::find(reader.owed_, symbol) != reader.owed_.end()) {
      ++counts_.conflated;
      return;
    }
    reader.owed_.push_back(symbol);
    reader.socket_.want_drained();
    return;
  }
  net::FramePtr& shared = frames[static_cast<std::size_t>(reader.form_)];
  if (!shared) shared = frame(quote, reader.form_, now);
  if (!reader.socket_.send(shared)) return;
  reader.last_told_ = now;
  ++counts_.sent;
}

net::FramePtr Prices::frame(const Quote& quote, PriceForm form, Timestamp now) const {
  const Instrument* instrument = engine_.instrument(quote.symbol);
  const Decimal tick = instrument != nullptr ? instrument->tick : smallest_step;
  if (form == PriceForm::flat) {
    return in_form(json::text_of(wire::price_update_view(quote, tick, venue_, now)), form);
  }
  return in_form(enveloped("price_update", json::text_of(wire::feed_price_view(quote, tick, venue_, now)), now), form);
}

std::optional<std::string> Prices::message(const Symbol& symbol, Timestamp now) const {
  const Quote* quote = engine_.quote(symbol);
  if (quote == nullptr) return {};
  return std::string(net::payload_of(*frame(*quote, PriceForm::json, now)));
}

net::FramePtr Prices::venue_status(PriceForm form, Timestamp now) const {
  const VenueStatus status{std::string(text_of(engine_.venue_stream())), engine_.venue_stream_reason()};
  const std::string data = json::text_of(status);
  if (form == PriceForm::flat) return in_form(R"({"type":"venue_status",)" + data.substr(1), form);
  return in_form(enveloped("venue_status", data, now), form);
}

void Prices::touch(Timestamp now) {
  for (auto& [symbol, watched] : watched_) {
    const Quote* quote = engine_.quote(symbol);
    const bool fresh = quote != nullptr && engine::age_of(*quote, now) < doubtful_after;
    if (!fresh && now - watched.asked >= ask_again_after) {
      watched.asked = now;
      refresh_(symbol);
    }
    if (now - watched.published >= repeat_after) publish(symbol);
  }
}

}  // namespace robson::feed
