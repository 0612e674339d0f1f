// Positions, the account and a price as the feed has them, in the shapes that the server gives when it is asked.
#include "cli/live.hpp"

#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/views/views.hpp"
#include "json/read.hpp"
#include "json/write.hpp"

namespace robson::cli {

namespace {

constexpr std::int64_t stale_ms = stale_after / std::chrono::milliseconds(1);

std::int64_t ms_of(Duration duration) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(duration).count();
}

// A figure that was told a while ago has grown older since.
void grow_old(wire::Position& position, Duration age) {
  if (position.price_age_ms) *position.price_age_ms += ms_of(age);
  position.stale = position.stale || position.price_age_ms.value_or(stale_ms) >= stale_ms;
}

using PositionsView = std::string (*)(const wire::Positions&, const Look&);

class LivePositions final : public Live {
 public:
  LivePositions(PositionsView view, bool tabular) : view_(view), tabular_(tabular) {}

  Page fetched(Page page) override {
    auto read = json::read<wire::Positions>(page.document, json::Unknown::ignored);
    if (read) positions_ = std::move(*read);
    return page;
  }
  std::optional<Page> page(const client::FeedStream& feed) override {
    auto held = feed.view().positions();
    if (!held || !feed.view().knows("positions")) return std::nullopt;
    positions_.positions = std::move(*held);
    if (feed.server_time()) positions_.as_of = *feed.server_time();
    bool stale = false;
    for (wire::Position& each : positions_.positions) {
      grow_old(each, feed.age("positions", std::to_string(each.id)));
      stale = stale || each.stale;
    }
    Page made = page_of(json::text_of(positions_), "positions");
    made.tabular = tabular_;
    made.stale = stale;
    made.view = [positions = positions_, view = view_](const Look& look) { return view(positions, look); };
    return made;
  }

 private:
  PositionsView view_;
  bool tabular_;
  wire::Positions positions_{};
};

class LivePosition final : public Live {
 public:
  explicit LivePosition(std::string id) : id_(std::move(id)) {}

  // A position that is not there any more is the server's to explain.
  std::optional<Page> page(const client::FeedStream& feed) override {
    const json::Value* member = feed.view().find("positions", id_);
    if (member == nullptr) return std::nullopt;
    auto position = json::read<wire::Position>(*member, json::Unknown::ignored);
    if (!position) return std::nullopt;
    grow_old(*position, feed.age("positions", id_));
    Page made = page_of(json::text_of(*position));
    made.stale = position->stale;
    made.view = [position = std::move(*position)](const Look& look) { return position_box(position, look); };
    return made;
  }

 private:
  std::string id_;
};

class LiveSummary final : public Live {
 public:
  std::optional<Page> page(const client::FeedStream& feed) override {
    const json::Value* told = feed.view().find("stats");
    if (told == nullptr) return std::nullopt;
    auto summary = json::read<wire::PortfolioSummary>(*told, json::Unknown::ignored);
    if (!summary) return std::nullopt;
    Page made;
    made.document = *told;
    made.stale = summary->stale;
    made.view = [summary = std::move(*summary)](const Look& look) { return summary_box(summary, look); };
    return made;
  }
};

// The price as the feed tells it, in the shape of GET /api/market/price/.
wire::Price price_of(const wire::FeedPrice& told, const wire::Price& before, Duration since) {
  wire::Price price = before;
  price.symbol = told.symbol;
  price.bid = told.bid;
  price.ask = told.ask;
  if (told.last) price.last = told.last;
  price.timestamp = Timestamp{told.sent_us - told.age_ms * 1000}.seconds();
  price.source = told.source;
  price.age_ms = told.age_ms + ms_of(since);
  price.stale = told.stale || price.age_ms >= stale_ms;
  price.venue_time = Timestamp::from_ms(told.venue_time_ms);
  price.tick_size = told.tick_size;
  price.spread = {told.ask.value - told.bid.value, std::max(told.ask.places, told.bid.places)};
  const Decimal middle = divide(told.ask.value + told.bid.value, Decimal::integer(2), Rounding::half_even);
  if (!middle.is_zero()) {
    const Decimal part = divide(price.spread.value, middle, Rounding::half_away_from_zero);
    price.spread_percent = {multiply(part, Decimal::integer(100), Rounding::half_away_from_zero),
                            price.spread_percent.places};
  }
  return price;
}

// The newest price, and which way it went.
class LivePrice final : public Live {
 public:
  Page fetched(Page page) override {
    auto price = json::read<wire::Price>(page.document, json::Unknown::ignored);
    if (!price) return page;
    take(std::move(*price));
    page.view = view();
    return page;
  }
  std::optional<Page> page(const client::FeedStream& feed) override {
    const json::Value* member = feed.view().find("prices", price_.symbol);
    if (member == nullptr) return std::nullopt;
    const auto told = json::read<wire::FeedPrice>(*member, json::Unknown::ignored);
    if (!told) return std::nullopt;
    try {
      take(price_of(*told, price_, feed.age("prices", price_.symbol)));
    } catch (const DecimalOverflow&) {  // no market's price
      return std::nullopt;
    }
    Page made = page_of(json::text_of(price_));
    made.stale = price_.stale;
    made.view = view();
    return made;
  }
  bool tells_everything() const override { return true; }

 private:
  void take(wire::Price price) {
    if (price.last && price_.last && price.last->value != price_.last->value) {
      direction_ = price.last->value > price_.last->value ? 1 : -1;
    }
    price_ = std::move(price);
  }
  std::function<std::string(const Look&)> view() const {
    return [price = price_, direction = direction_](const Look& look) { return price_line(price, look, direction); };
  }

  wire::Price price_{};
  int direction_ = 0;
};

}  // namespace

std::unique_ptr<Live> live_positions(Desk& /*desk*/) {
  return std::make_unique<LivePositions>(positions_box, false);
}
std::unique_ptr<Live> live_positions_list(Desk& /*desk*/) {
  return std::make_unique<LivePositions>(positions_table, true);
}
std::unique_ptr<Live> live_position(Desk& desk) {
  return std::make_unique<LivePosition>(desk.asked.value("ID"));
}
std::unique_ptr<Live> live_summary(Desk& /*desk*/) {
  return std::make_unique<LiveSummary>();
}
std::unique_ptr<Live> live_price(Desk& /*desk*/) {
  return std::make_unique<LivePrice>();
}

}  // namespace robson::cli
