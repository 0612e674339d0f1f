#include "house.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "accounts/digest.hpp"
#include "base/log.hpp"
#include "base/private_file.hpp"
#include "json/describe.hpp"
#include "routes/access.hpp"
#include "routes/analytics.hpp"
#include "routes/bot_history.hpp"
#include "routes/bots.hpp"
#include "routes/market.hpp"
#include "routes/portfolio.hpp"
#include "routes/service.hpp"
#include "routes/session.hpp"
#include "routes/signals.hpp"
#include "routes/trading.hpp"
#include "storage/instruments.hpp"
#include "storage/load.hpp"
#include "storage/settings.hpp"

namespace robson {
namespace {

constexpr auto heartbeat = std::chrono::milliseconds(250);

bool is_loopback(const std::string& host) {
  return host == "localhost" || host == "::1" || host.starts_with("127.");
}

// Orders that went out while the journal failed are asked for. The notes are dropped at a later start, once the journal
// has these orders.
void take_emergency_notes(storage::EmergencyFile& file, engine::Restored& state, Timestamp now) {
  constexpr auto long_ago = std::chrono::hours(48);  // as far back as ended operations are loaded
  for (const storage::EmergencyNote& note : file.read()) {
    const bool known = std::ranges::find(state.orders, note.client_id, &Order::client_id) != state.orders.end();
    if (known || now - note.at > long_ago) continue;
    log::warning("emergency journal",
                 {{"client_id", note.tenant.value}, {"order", note.client_id}, {"what", note.what}});
    state.emergency.push_back({note.tenant, note.client_id, note.at});
  }
  if (state.emergency.empty()) file.read_and_clear();
}

std::vector<Symbol> configured_symbols(const settings::Settings& settings) {
  std::vector<Symbol> symbols;
  for (const std::string& text : settings.symbols) symbols.push_back({text});
  return symbols;
}

net::ServerOptions server_options(const settings::Settings& settings) {
  net::ServerOptions options{.host = settings.listen_host, .port = settings.listen_port};
  constexpr std::size_t requests_beside = 256;  // so that the API answers while all sockets are taken
  options.limits.sockets = static_cast<std::size_t>(settings.max_connections);
  options.limits.connections = options.limits.sockets + requests_beside;
  if (!settings.tls_certificate.empty()) {
    options.tls = net::TlsFiles{settings.tls_certificate, settings.tls_key};
  }
  return options;
}

routes::GateOptions gate_options(const settings::Settings& settings) {
  return {.allowed_origins = settings.allowed_origins,
          .trusted_proxy = settings.trusted_proxy,
          .limits = {.viewer = settings.limit_viewer,
                     .operator_ = settings.limit_operator,
                     .admin = settings.limit_admin,
                     .control = settings.limit_control,
                     .anonymous = settings.limit_anonymous}};
}

}  // namespace

House::House(net::Context& context, const Clock& clock, storage::Database& database, const settings::Settings& settings)
    : context_(context),
      clock_(clock),
      database_(database),
      settings_(settings),
      metric_keeper_(context, clock, database) {}

House::~House() = default;

Result<std::unique_ptr<House>, std::string> House::build(net::Context& context, const Clock& clock,
                                                         storage::Database& database,
                                                         const settings::Settings& settings) {
  std::unique_ptr<House> house(new House(context, clock, database, settings));
  if (auto furnished = house->furnish(); !furnished) return Unexpected(furnished.error());
  return house;
}

Result<void, std::string> House::furnish() {
  accounts::AccountsOptions options{settings_.access_lifetime, settings_.refresh_lifetime};
  options.login.attempts = static_cast<std::size_t>(settings_.limit_login);
  auto opened = accounts::Accounts::open(context_, clock_, database_, options);
  if (!opened) return Unexpected(opened.error());
  accounts_ = std::move(*opened);
  auto audit = accounts::AuditLog::open(clock_, database_);
  if (!audit) return Unexpected(audit.error());
  audit_ = std::move(*audit);
  const auto tenants = load_state();
  if (!tenants) return Unexpected(tenants.error());

  auto rest = venues::binance::make_rest(context_, {.venue_url = settings_.venue_url}, clock_);
  if (!rest) return Unexpected("venue.url: " + rest.error());
  market_ = std::make_unique<venues::binance::MarketClient>(*rest);
  desk_ = std::make_unique<runtime::MarketDesk>(context_, clock_, *runtime_, *market_);
  venue_watch_ = std::make_unique<runtime::VenueWatch>(context_, *runtime_, *desk_, *market_,
                                                       [this](const auto& listed) { remember(listed); });
  auto box = accounts::SealedBox::load_or_create(std::filesystem::path(settings_.data_dir) / "master.key");
  if (!box) return Unexpected(box.error());
  if (auto signals_opened = open_signals(*tenants, *box); !signals_opened) return signals_opened;
  tenant_accounts_ =
      std::make_unique<TenantAccounts>(context_, clock_, database_, *runtime_, *rest, settings_, std::move(*box));
  if (auto accounts_opened = tenant_accounts_->open(*tenants); !accounts_opened) return accounts_opened;
  venue_watch_->also_tell(*tenant_accounts_);
  runtime_->on_read_account([this](TenantId tenant) { tenant_accounts_->read(tenant); });
  runtime_->on_refresh_quote([this](const Symbol& symbol) { refresh(symbol); });
  runtime_->listen([this](const engine::Notice& notice) { on_notice(notice); });
  venue_label_ = {market_->name(), json::value_of<wire::VenueKind>(settings_.venue_kind).value(), settings_.currency};

  if (auto attached = attach_bots(*tenants); !attached) return attached;

  equity_keeper_ = std::make_unique<storage::EquityKeeper>(context_, *runtime_, database_, settings_.currency,
                                                           [this](const Symbol& symbol) { refresh(symbol); });
  gate_ = std::make_unique<routes::Gate>(context_, clock_, *accounts_, *audit_, metrics_, gate_options(settings_));
  idempotency_ = std::make_unique<routes::Idempotency>(*runtime_, database_);
  feed_ = std::make_unique<LiveFeed>(LiveFeed::Parts{.context = context_,
                                                     .clock = clock_,
                                                     .database = database_,
                                                     .runtime = *runtime_,
                                                     .gate = *gate_,
                                                     .metrics = metrics_,
                                                     .page_metrics = page_metrics_,
                                                     .bots = *bots_,
                                                     .signals = *signals_,
                                                     .venue = venue_label_,
                                                     .symbols = configured_symbols(settings_),
                                                     .refresh = [this](const Symbol& symbol) { refresh(symbol); }},
                                     feed_start_);
  add_routes();
  server_ = std::make_unique<net::Server>(
      context_, server_options(settings_),
      net::Handlers{
          .on_request = [this](net::Request request,
                               net::Respond respond) { gate_->serve(std::move(request), std::move(respond)); },
          .on_upgrade = [this](const net::Request& request) -> std::variant<net::AcceptSocket, net::Response> {
            if (auto accepted = feed_->accept(request)) return std::move(*accepted);
            return gate_->refuse_socket(request, routes::not_found("NOT_FOUND", "There is no WebSocket at that path."));
          }});
  return {};
}

engine::Rules House::rules() const {
  return {.currency = settings_.currency,
          .venue_kind = json::value_of<VenueKind>(settings_.venue_kind).value(),
          .trading_enabled = settings_.trading_enabled,
          .plan_lifetime = settings_.plan_lifetime,
          .hash = accounts::sha256_hex};
}

// What storage holds becomes the engine's state, before anything else is told to it. Gives the tenants that there are.
Result<std::vector<TenantId>, std::string> House::load_state() {
  struct Held {
    std::int64_t epoch = 0;
    engine::Restored state{};
    std::vector<Instrument> instruments{};
    FeedStart feed{};
  };
  const auto load = [now = clock_.now()](storage::Session& session) {
    const storage::Installation all{};
    Held loaded{.epoch = storage::begin_epoch(session, all),
                .state = storage::load_state(session, all, now),
                .instruments = storage::instruments(session, all)};
    loaded.feed = feed_start(session, loaded.state.tenants, now);
    return loaded;
  };
  auto held = database_.write_now(load);
  if (!held) return Unexpected(held.error().text);
  auto emergency = storage::EmergencyFile::open(settings_.data_dir);
  if (!emergency) return Unexpected(emergency.error());
  emergency_ = std::move(*emergency);
  take_emergency_notes(*emergency_, held->state, clock_.now());
  journal_ = std::make_unique<storage::DatabaseJournal>(database_, clock_, held->epoch);
  runtime_ = std::make_unique<runtime::Runtime>(context_, clock_, *journal_, rules(), emergency_.get());
  log::info("state loaded", {{"epoch", held->epoch}, {"operations", held->state.operations.size()}});
  const std::vector<TenantId> tenants = held->state.tenants;
  feed_start_ = std::move(held->feed);
  runtime_->tell(engine::InstrumentsListed{std::move(held->instruments), false});
  runtime_->tell(std::move(held->state));
  return tenants;
}

Result<void, std::string> House::attach_bots(const std::vector<TenantId>& tenants) {
  auto attachments = bots::read_attachments(settings_.bots);
  if (!attachments) return Unexpected("bots.attach: " + attachments.error());
  for (const bots::Attachment& bot : *attachments) {
    if (std::ranges::find(tenants, bot.tenant) != tenants.end()) continue;
    return Unexpected(
        fmt::format("bots.attach: bot {} is of client {}, whom nobody knows", bot.name, bot.tenant.value));
  }
  if (!attachments->empty()) {
    const auto keys = read_private(settings_.bot_key_file);
    if (!keys) return Unexpected(fmt::format("bots.key_file {}: {}", settings_.bot_key_file, keys.error()));
    if (auto given = bots::give_keys(*attachments, *keys); !given) return Unexpected("bots.key_file: " + given.error());
  }
  auto kept =
      database_.read_now([&](storage::Session& session) { return bots::kept_bots(session, *attachments, tenants); });
  if (!kept) return Unexpected(kept.error().text);
  const bots::BotOptions options{.rest = settings_.bot_rest};
  bots_ = std::make_unique<bots::Bots>(
      bots::Bot::Parts{
          .context = context_, .clock = clock_, .runtime = *runtime_, .database = database_, .options = options},
      std::move(*attachments), std::move(*kept));
  return {};
}

Result<void, std::string> House::open_signals(const std::vector<TenantId>& tenants, accounts::SealedBox box) {
  auto kept = database_.read_now(
      [&](storage::Session& session) { return routes::SignalDesk::kept(session, tenants, clock_.now()); });
  if (!kept) return Unexpected(kept.error().text);
  auto desk = routes::SignalDesk::open({.context = context_,
                                        .runtime = *runtime_,
                                        .database = database_,
                                        .metrics = metrics_,
                                        .producer_limit = settings_.limit_producer},
                                       std::move(box), std::move(*kept));
  if (!desk) return Unexpected(desk.error());
  signals_ = std::move(*desk);
  return {};
}

// An operation in a market that is not watched yet: its stream is opened.
void House::on_notice(const engine::Notice& notice) {
  const auto* changed = std::get_if<engine::OperationChanged>(&notice);
  if (changed == nullptr) return;
  const Operation* operation = runtime_->engine().operation(changed->tenant, changed->operation);
  if (operation != nullptr && !operation->closed_at) venue_watch_->add(operation->symbol);
}

// A price is asked for by REST; the answer is told to the engine.
void House::refresh(const Symbol& symbol) {
  net::spawn(context_, "refresh quote", [](runtime::MarketDesk& desk, Symbol wanted) -> net::Task<void> {
    [[maybe_unused]] const auto quote = co_await desk.refresh(std::move(wanted));
  }(*desk_, symbol));
}

net::Task<void> House::keep_time() {
  while (!stopping_) {
    runtime_->tell(engine::TimePassed{});
    accounts_->note_key_uses();
    co_await net::sleep_for(heartbeat);
  }
}

void House::add_routes() {
  routes::add_session_routes(*gate_, *accounts_, venue_label_);
  routes::add_own_account_routes(*gate_);
  routes::add_user_routes(*gate_, *idempotency_);
  routes::add_api_key_routes(*gate_);
  routes::add_audit_routes(*gate_, context_, database_);
  routes::add_portfolio_routes(*gate_, *runtime_, *bots_, venue_label_);
  routes::add_market_routes(*gate_, *runtime_, *desk_, venue_label_);
  const routes::TradingParts trading{.runtime = *runtime_,
                                     .desk = *desk_,
                                     .database = database_,
                                     .venue_keys = *tenant_accounts_,
                                     .venue = venue_label_};
  routes::add_trading_routes(*gate_, trading);
  routes::add_signal_routes(*gate_, trading, *signals_, metrics_);
  routes::add_analytics_routes(*gate_, {.runtime = *runtime_, .database = database_, .venue = venue_label_});
  routes::add_bot_routes(*gate_,
                         {.runtime = *runtime_, .database = database_, .bots = *bots_, .version = ROBSON_VERSION});
  const auto which_bot = [this](const routes::Exchange& exchange) {
    const bots::Bot* usual = bots_->find(exchange.tenant());
    return routes::named_bot(exchange, usual != nullptr ? usual->name() : "default");
  };
  routes::add_bot_history_routes(*gate_, {.database = database_, .clock = clock_, .which_bot = which_bot});
  feed_->add_routes();
  routes::add_service_routes(*gate_, {.runtime = *runtime_,
                                      .venue = *venue_watch_,
                                      .database = database_,
                                      .bots = *bots_,
                                      .metrics = metrics_,
                                      .page_metrics = page_metrics_,
                                      .gauges = [this] { return gauges(); },
                                      .metrics_token = settings_.metrics_token,
                                      .loopback = is_loopback(settings_.listen_host),
                                      .version = ROBSON_VERSION});
}

Result<void, std::string> House::start() {
  if (auto listening = server_->start(); !listening) return Unexpected(listening.error().text);
  venue_watch_->start(watched_symbols());
  tenant_accounts_->start();
  feed_->start();
  bots_->start();
  signals_->start();
  metric_keeper_.start();
  equity_keeper_->start();
  net::spawn(context_, "keep time", keep_time());
  return {};
}

net::Task<void> House::stop() {
  feed_->stop();
  stopping_ = true;
  bots_->stop();
  signals_->stop();
  metric_keeper_.stop();
  equity_keeper_->stop();
  tenant_accounts_->stop();
  venue_watch_->stop();
  co_await server_->stop(std::chrono::seconds(3));
}

std::vector<Symbol> House::watched_symbols() const {
  std::vector<Symbol> symbols = runtime_->engine().symbols_at_risk();
  for (const Symbol& symbol : configured_symbols(settings_)) {
    if (std::ranges::find(symbols, symbol) == symbols.end()) symbols.push_back(symbol);
  }
  return symbols;
}

// The markets that we watch are remembered for a start without the venue.
void House::remember(const std::vector<Instrument>& listed) {
  tenant_accounts_->set_instruments(listed);
  std::vector<Instrument> watched;
  const std::vector<Symbol> symbols = watched_symbols();
  for (const Instrument& instrument : listed) {
    if (std::ranges::find(symbols, instrument.symbol) != symbols.end()) watched.push_back(instrument);
  }
  net::spawn(context_, "remember instruments",
             [](storage::Database& database, std::vector<Instrument> some) -> net::Task<void> {
               auto put = [some = std::move(some)](storage::Session& session) {
                 for (const Instrument& one : some) storage::put_instrument(session, storage::Installation{}, one);
               };
               const auto done = co_await database.write(std::move(put));
               if (!done) log::warning("instruments not remembered", {{"why", done.error().text}});
             }(database_, std::move(watched)));
}

routes::Gauges House::gauges() const {
  const net::ServerCounts net = server_->counts();
  const runtime::MarketCounts& market = desk_->counts();
  routes::Gauges gauges{.connections = net.connections,
                        .outbox_bytes = net.outbox_bytes,
                        .frames_sent = net.frames_sent,
                        .would_block = net.would_block,
                        .slow_closes = net.slow_closes,
                        .quotes_from_stream = market.quotes_from_stream,
                        .quotes_from_cache = market.quotes_from_cache,
                        .quotes_from_venue = market.quotes_from_venue,
                        .venue_stream_live = runtime_->engine().venue_stream() == StreamState::live};
  feed_->fill(gauges);
  return gauges;
}

}  // namespace robson
