#include "simulation/life.hpp"

#include <algorithm>

namespace robson::simulation {
namespace {

constexpr Duration tick_length = std::chrono::milliseconds(500);

Duration ms(std::int64_t count) {
  return std::chrono::milliseconds(count);
}

engine::Rules rules() {
  engine::Rules made;
  made.budget.monthly_fraction = Decimal::integer(1);
  made.budget.trades_a_day = 1000;
  return made;
}

std::string in_words(const engine::Event& event) {
  if (const auto* saved = std::get_if<engine::OperationSaved>(&event)) {
    return fmt::format("operation {} {} held {} stop {}", saved->operation.id.value, saved->what,
                       saved->operation.held.value.text(), saved->operation.stop.value.text());
  }
  if (const auto* saved = std::get_if<engine::OrderSaved>(&event)) {
    return fmt::format("order {} status {} live {} filled {}", saved->order.client_id,
                       static_cast<int>(saved->order.status), saved->order.live, saved->order.filled.value.text());
  }
  if (const auto* booked = std::get_if<engine::FillBooked>(&event)) {
    return fmt::format("fill {} of {}", booked->fill.trade_id, booked->fill.client_id);
  }
  if (const auto* found = std::get_if<engine::DifferenceFound>(&event)) return "difference: " + found->text;
  return {};
}

}  // namespace

Life::Life(Ground& shared, int number)
    : ground(shared), number_(number), runtime(context_, shared.world, *this, rules(), this) {
  begin();
}

Life::~Life() {
  dead_ = true;
  ground.world.forget(number_);
  for (const auto& held : waiting_) {
    if (const auto signal = held.lock()) signal->resume = nullptr;
  }
}

void Life::run() {
  context_.restart();
  while (!dead_ && ground.world.broken().empty() && context_.poll_one() > 0) {
  }
}

void Life::begin() {
  World& world = ground.world;
  world.note([&] { return fmt::format("---- life {} begins", number_); });
  disk_free_ = world.now();
  const bool lists_first = world.chance.permille(700);
  if (lists_first) runtime.tell(engine::InstrumentsListed{ground.exchange.instruments()});
  runtime.on_read_account([this](TenantId tenant) { read_account(tenant); });
  runtime.on_refresh_quote([this](const Symbol& symbol) { refresh(symbol); });
  engine::Restored restored = ground.durable.restored(installation, ground.tenants, world.now());
  restored.emergency = ground.emergency;
  runtime.tell(restored);
  if (!lists_first) {
    later(ms(world.chance.between(50, 3000)),
          [this] { runtime.tell(engine::InstrumentsListed{ground.exchange.instruments()}); });
  }
  for (const TenantId tenant : ground.tenants) {
    accounts_[tenant] = std::make_unique<FarAccount>(*this, tenant);
    runtime.set_account(tenant, accounts_[tenant].get());
    later(ms(world.chance.between(20, 2000)), [this, tenant] { open_account(tenant); });
  }
  later(tick_length, [this] { tick(); });
}

void Life::open_account(TenantId tenant) {
  runtime.tell(engine::AccountOpened{.tenant = tenant, .offers_entry_lists = tenant.value == 1});
  later(ms(ground.world.chance.between(20, 1500)), [this, tenant] {
    streaming_.insert(tenant);
    runtime.tell(engine::AccountStreamChanged{tenant, StreamState::live});
  });
}

void Life::tick() {
  runtime.tell(engine::TimePassed{});
  for (const TenantId tenant : ground.tenants) {
    if (streaming_.contains(tenant) && ground.world.chance.permille(ground.faults.stream_gap)) break_stream(tenant);
  }
  later(tick_length, [this] { tick(); });
}

void Life::break_stream(TenantId tenant) {
  ground.world.note([&] { return fmt::format("user stream of {} breaks", tenant.value); });
  streaming_.erase(tenant);
  const Duration noticed = ms(ground.world.chance.between(0, 3000));
  later(noticed, [this, tenant] { runtime.tell(engine::AccountStreamChanged{tenant, StreamState::connecting}); });
  later(noticed + ms(ground.world.chance.between(500, 15'000)), [this, tenant] {
    streaming_.insert(tenant);
    runtime.tell(engine::AccountStreamChanged{tenant, StreamState::live});
  });
}

void Life::on_order(TenantId tenant, const VenueOrder& order) {
  if (!streaming_.contains(tenant)) return;
  Chance& chance = ground.world.chance;
  if (chance.permille(ground.faults.event_lost)) return;
  const int times = chance.permille(ground.faults.event_doubled) ? 2 : 1;
  for (int i = 0; i < times; ++i) {
    const bool late = chance.permille(ground.faults.event_late);
    later(ms(late ? chance.between(100, 8000) : chance.between(1, 60)), [this, tenant, order] {
      ground.world.note([&] {
        return fmt::format("stream: {} status {} filled {}", order.client_id, static_cast<int>(order.status),
                           order.filled.value.text());
      });
      runtime.tell(engine::OrderSeen{tenant, order});
    });
  }
}

void Life::on_balances(TenantId tenant, const Balances& changed) {
  if (!streaming_.contains(tenant) || ground.world.chance.permille(ground.faults.event_lost)) return;
  later(ms(ground.world.chance.between(1, 60)), [this, tenant, changed] {
    runtime.tell(engine::BalancesSeen{tenant, changed, false});
  });
}

void Life::on_market(const Quote& quote) {
  if (ground.world.now() < quotes_dark_until_) return;
  later(ms(ground.world.chance.between(1, 40)), [this, quote] {
    Quote seen = quote;
    seen.received = seen.confirmed = ground.world.now();
    runtime.tell(engine::QuoteSeen{seen});
  });
}

void Life::refresh(const Symbol& symbol) {
  if (ground.world.chance.permille(ground.faults.read_fails)) return;
  later(ms(ground.world.chance.between(20, 400)),
        [this, symbol] { runtime.tell(engine::QuoteSeen{ground.exchange.quote(symbol)}); });
}

// One reading at a time, as AccountWatch does it: orders, then balances, from two moments.
void Life::read_account(TenantId tenant) {
  if (!reading_.insert(tenant).second) {
    read_again_.insert(tenant);
    return;
  }
  read_orders(tenant);
}

void Life::read_orders(TenantId tenant) {
  const Timestamp began = ground.world.now();
  read_again_.erase(tenant);
  later(ms(ground.world.chance.between(10, 300)), [this, tenant, began] {
    if (ground.world.chance.permille(ground.faults.read_fails)) {
      later(ms(2000), [this, tenant] { read_orders(tenant); });
      return;
    }
    const auto orders = ground.exchange.open_orders(tenant);
    later(ms(ground.world.chance.between(10, 300)),
          [this, tenant, began, orders] { read_balances(tenant, began, orders); });
  });
}

void Life::read_balances(TenantId tenant, Timestamp began, const std::vector<VenueOrder>& orders) {
  const Balances held = ground.exchange.balances(tenant);
  later(ms(ground.world.chance.between(5, 200)), [this, tenant, began, orders, held] {
    ground.world.note([&] { return fmt::format("account {} read", tenant.value); });
    runtime.tell(engine::AccountRead{tenant, began, ground.world.now(), held, orders});
    if (read_again_.contains(tenant)) return read_orders(tenant);
    reading_.erase(tenant);
  });
}

void Life::die(const char* where) {
  ground.world.note([&] { return fmt::format("---- CRASH {}", where); });
  dead_ = true;
  --ground.crashes_left;
  // What was on its way to the disk is there up to some commit.
  std::uint64_t kept = ground.world.chance.below(pending_.size() + 1);
  for (; kept > 0; --kept) {
    write(pending_.front().events);
    pending_.pop_front();
  }
}

net::Task<void> Life::boundary(const char* where) {
  if (!dead_ && ground.crashes_left > 0 && ground.world.chance.permille(ground.faults.crash)) die(where);
  if (!dead_) co_return;
  auto never = std::make_shared<Signal>();
  co_await wait(never);
}

net::Task<void> Life::wait(std::shared_ptr<Signal> signal) {
  if (signal->raised) co_return;
  if (waiting_.size() > 200) std::erase_if(waiting_, [](const auto& held) { return held.expired(); });
  waiting_.push_back(signal);
  using Token = boost::asio::use_awaitable_t<net::Executor>;
  auto park = [this](auto handler, std::shared_ptr<Signal> on) {
    auto held = std::make_shared<decltype(handler)>(std::move(handler));
    on->resume = [this, held] { boost::asio::post(context_, [held] { std::move (*held)(); }); };
  };
  Token token;
  co_await boost::asio::async_initiate<Token, void()>(park, token, signal);
}

void Life::raise(const std::shared_ptr<Signal>& signal) {
  if (signal->raised) return;
  signal->raised = true;
  auto resume = std::move(signal->resume);
  signal->resume = nullptr;
  if (resume) resume();
}

net::Task<Result<void, runtime::JournalError>> Life::commit(std::vector<engine::Event> events,
                                                            std::vector<runtime::LogEntry>) {
  co_await boundary("before a commit");
  check_tenants(events);
  World& world = ground.world;
  if (world.chance.permille(ground.faults.commit_fails)) {
    world.note([] { return std::string("the disk is full"); });
    disk_full_ = true;
  }
  const bool fails = disk_full_;
  const std::int64_t number = ++last_commit_;
  auto done = std::make_shared<Signal>();
  if (!fails) pending_.push_back({number, std::move(events)});
  disk_free_ = std::max(disk_free_, world.now()) + Duration(world.chance.between(100, 8000));
  if (world.chance.permille(ground.faults.slow)) disk_free_ = disk_free_ + ms(world.chance.between(100, 1500));
  later(disk_free_ - world.now(), [this, number, done] {
    while (!pending_.empty() && pending_.front().number <= number) {
      write(pending_.front().events);
      pending_.pop_front();
    }
    raise(done);
  });
  co_await wait(done);
  co_await boundary("after a commit");
  if (fails) co_return Unexpected(runtime::JournalError{"the disk is full"});
  co_return Result<void, runtime::JournalError>{};
}

void Life::write(const std::vector<engine::Event>& events) {
  ++ground.commits;
  for (const engine::Event& event : events) {
    const std::string words = ground.world.tracing() ? in_words(event) : std::string();
    if (!words.empty()) ground.world.note([&] { return "commit: " + words; });
  }
  try {
    ground.durable.apply(events);
  } catch (const std::logic_error& refused) {
    ground.world.broke(refused.what());
  }
  // The first commit after a start holds what recovery took over from the emergency journal.
  if (!recovered_) ground.emergency.clear();
  recovered_ = true;
}

// Everything in one commit belongs to one tenant, and to the tenant that it belonged to before.
void Life::check_tenants(const std::vector<engine::Event>& events) {
  std::set<TenantId> named;
  for (const engine::Event& event : events) {
    if (const auto* saved = std::get_if<engine::OperationSaved>(&event)) {
      const TenantId tenant = saved->operation.tenant;
      const std::string prefix = fmt::format("rb{}-{}", installation, saved->operation.id.value);
      named.insert(tenant);
      ground.world.fold(fmt::format("{}{}{}", prefix, saved->what, saved->operation.held.value.text()));
      if (ground.durable.operations.contains(saved->operation.id) &&
          ground.durable.operations.at(saved->operation.id).tenant != tenant) {
        ground.world.broke("operation " + prefix + " changed its tenant");
      }
    } else if (const auto* order = std::get_if<engine::OrderSaved>(&event)) {
      named.insert(order->order.tenant);
      ground.world.fold(fmt::format("{}{}", order->order.client_id, static_cast<int>(order->order.status)));
    } else if (const auto* booked = std::get_if<engine::FillBooked>(&event)) {
      named.insert(booked->fill.tenant);
    } else if (const auto* line = std::get_if<engine::MovementBooked>(&event)) {
      named.insert(line->movement.tenant);
    }
  }
  if (named.size() < 2 || last_commit_ == 0) return;
  if (std::ranges::none_of(events, [](const auto& one) { return std::holds_alternative<engine::FillBooked>(one); })) {
    return;  // a price or a moment concerns all
  }
  ground.world.broke("what one tenant's account told changed two tenants");
}

bool Life::note(const engine::Effect& effect, Timestamp now) {
  if (dead_) return true;
  std::string client_id;
  if (const auto* place = std::get_if<PlaceOrder>(&effect.what)) client_id = place->order.client_id;
  if (const auto* pair = std::get_if<PlacePair>(&effect.what)) client_id = pair->stop.client_id;
  if (const auto* replace = std::get_if<ReplaceOrder>(&effect.what)) client_id = replace->order.client_id;
  if (const auto* cancel = std::get_if<CancelOrder>(&effect.what)) client_id = cancel->client_id;
  ground.world.note([&] { return "emergency journal: " + client_id; });
  ground.emergency.push_back({effect.tenant, client_id, now});
  if (const auto* pair = std::get_if<PlacePair>(&effect.what)) {
    ground.emergency.push_back({effect.tenant, pair->target.client_id, now});
  }
  return true;
}

}  // namespace robson::simulation
