#include "tenant_accounts.hpp"

#include "base/log.hpp"
#include "json/describe.hpp"
#include "storage/paper_accounts.hpp"
#include "storage/venue_keys.hpp"

namespace robson {
namespace {

using routes::KeyFault;
using venues::binance::Credentials;

constexpr TenantId configured_tenant{1};  // whose account the configured key opens

// One paper account's row.
class PaperRow final : public venues::paper::PaperStore {
 public:
  PaperRow(storage::Database& database, const Clock& clock, TenantId tenant)
      : database_(database), clock_(clock), tenant_(tenant) {}

  std::optional<std::string> load() override {
    const auto find = [tenant = tenant_](storage::Session& session) {
      return storage::find_paper_account(session, storage::Tenant(tenant));
    };
    auto found = database_.read_now(find);
    if (!found) throw std::runtime_error("the paper account could not be read: " + found.error().text);
    return *found;
  }

  net::Task<Result<void, std::string>> save(std::string text) override {
    auto put = [tenant = tenant_, now = clock_.now(), text = std::move(text)](storage::Session& session) {
      storage::put_paper_account(session, storage::Tenant(tenant), text, now);
    };
    const auto done = co_await database_.write(std::move(put));
    if (!done) co_return Unexpected(done.error().text);
    co_return Result<void, std::string>{};
  }

 private:
  storage::Database& database_;
  const Clock& clock_;
  TenantId tenant_;
};

accounts::SealContext place_of(TenantId tenant, VenueKind kind) {
  return {tenant, "venue_key " + std::string(json::name_of(kind))};
}

// Key and secret, sealed together.
Secret joined(const Secret& key, const Secret& secret) {
  return Secret(key.reveal() + "\n" + secret.reveal());
}
std::optional<Credentials> split(const Secret& both) {
  const std::string& text = both.reveal();
  const auto at = text.find('\n');
  if (at == std::string::npos) return {};
  return Credentials{Secret(text.substr(0, at)), Secret(text.substr(at + 1))};
}

KeyFault fault_of(const runtime::VenueError& error) {
  const bool denied =
      error.kind == runtime::VenueErrorKind::bad_credentials || error.kind == runtime::VenueErrorKind::rejected;
  return denied ? KeyFault::refused : KeyFault::unreachable;
}

std::string head(const std::string& key) {
  return key.size() < 12 ? "" : key.substr(0, 4);
}
std::string tail(const std::string& key) {
  return key.size() < 12 ? "" : key.substr(key.size() - 4);
}

}  // namespace

TenantAccounts::TenantAccounts(net::Context& context, const Clock& clock, storage::Database& database,
                               runtime::Runtime& runtime, std::shared_ptr<venues::binance::Rest> rest,
                               const settings::Settings& settings, accounts::SealedBox box)
    : context_(context),
      clock_(clock),
      database_(database),
      runtime_(runtime),
      rest_(std::move(rest)),
      settings_(settings),
      kind_(json::value_of<VenueKind>(settings.venue_kind).value()),
      box_(std::move(box)) {}

TenantAccounts::~TenantAccounts() = default;

Result<void, std::string> TenantAccounts::open(const std::vector<TenantId>& tenants) {
  for (const TenantId tenant : tenants) {
    auto opened = kind_ == VenueKind::PAPER ? open_paper(tenant) : open_stored(tenant);
    if (!opened) return opened;
  }
  return {};
}

Result<void, std::string> TenantAccounts::open_paper(TenantId tenant) {
  Opened opened{.store = std::make_unique<PaperRow>(database_, clock_, tenant)};
  const venues::paper::PaperRules rules{.currency = settings_.currency,
                                        .amount = Money{settings_.paper_balance},
                                        .maker_fee = settings_.paper_fee,
                                        .taker_fee = settings_.paper_fee};
  try {
    auto paper = std::make_unique<venues::paper::PaperAccount>(context_, clock_, tenant, rules, *opened.store);
    opened.paper = paper.get();
    opened.account = std::move(paper);
  } catch (const std::runtime_error& failed) {
    return Unexpected(std::string(failed.what()));
  }
  add(tenant, std::move(opened));
  return {};
}

// The key that was entered; else that of the configuration; else none.
Result<void, std::string> TenantAccounts::open_stored(TenantId tenant) {
  const auto find = [this, tenant](storage::Session& session) {
    return storage::find_sealed_venue_key(session, storage::Tenant(tenant), kind_);
  };
  const auto sealed = database_.read_now(find);
  if (!sealed) return Unexpected(sealed.error().text);
  if (*sealed) {
    const auto plain = box_.open(**sealed, place_of(tenant, kind_));
    const auto credentials = plain ? split(*plain) : std::nullopt;
    if (!credentials) {
      return Unexpected("The exchange key of client " + std::to_string(tenant.value) +
                        " does not open with this data directory's master key.");
    }
    open_key(tenant, {*credentials, wire::KeySource::entered});
  } else if (const auto key = configured_key(tenant)) {
    open_key(tenant, *key);
  }
  return {};
}

std::optional<TenantAccounts::Key> TenantAccounts::configured_key(TenantId tenant) const {
  if (tenant != configured_tenant || settings_.api_key.empty()) return {};
  return Key{{settings_.api_key, settings_.api_secret}, wire::KeySource::configuration};
}

bool TenantAccounts::has_entered_key(TenantId tenant) const {
  const auto opened = accounts_.find(tenant);
  return opened != accounts_.end() && opened->second.key && opened->second.key->source == wire::KeySource::entered;
}

void TenantAccounts::open_key(TenantId tenant, const Key& key) {
  add(tenant, {.account = std::make_unique<venues::binance::AccountClient>(rest_, key.credentials), .key = key});
}

void TenantAccounts::add(TenantId tenant, Opened opened) {
  opened.watch = std::make_unique<runtime::AccountWatch>(context_, runtime_, tenant, *opened.account);
  const auto& placed = accounts_.insert_or_assign(tenant, std::move(opened)).first->second;
  if (started_) placed.watch->start();
}

std::optional<TenantAccounts::Key> TenantAccounts::retire(TenantId tenant) {
  const auto found = accounts_.find(tenant);
  if (found == accounts_.end()) return {};
  found->second.watch->stop();
  auto key = found->second.key;
  retired_.push_back(std::move(found->second));
  accounts_.erase(found);
  return key;
}

void TenantAccounts::start() {
  started_ = true;
  for (auto& [tenant, opened] : accounts_) opened.watch->start();
}

void TenantAccounts::stop() {
  for (auto& [tenant, opened] : accounts_) opened.watch->stop();
}

void TenantAccounts::read(TenantId tenant) {
  const auto found = accounts_.find(tenant);
  if (found != accounts_.end()) found->second.watch->read();
}

bool TenantAccounts::is_in_use(TenantId tenant) const {
  if (changing_.contains(tenant)) return true;
  const engine::TenantState* state = runtime_.engine().tenant(tenant);
  if (state == nullptr || !accounts_.contains(tenant)) return false;
  for (const auto& [id, followed] : state->operations) {
    const OperationStatus status = followed.operation.status;
    if (status == OperationStatus::ACTIVE || status == OperationStatus::PLANNED) return true;
  }
  return false;
}

net::Task<Result<void, KeyFault>> TenantAccounts::enter(TenantId tenant, Secret key, Secret secret, std::string by) {
  if (kind_ == VenueKind::PAPER) co_return Unexpected(KeyFault::not_supported);
  if (is_in_use(tenant)) co_return Unexpected(KeyFault::in_use);
  std::optional<Key> entered = Key{{key, secret}, wire::KeySource::entered};
  const auto tried = std::make_shared<venues::binance::AccountClient>(rest_, entered->credentials);
  const auto rights = co_await tried->rights();
  if (!rights) co_return Unexpected(fault_of(rights.error()));
  if (rights->can_withdraw) co_return Unexpected(KeyFault::can_withdraw);
  if (!rights->can_trade) co_return Unexpected(KeyFault::cannot_trade);
  const storage::VenueKey shown{
      .kind = kind_, .head = head(key.reveal()), .tail = tail(key.reveal()), .by = std::move(by), .at = clock_.now()};
  Write put = [tenant, shown,
               sealed = box_.seal(joined(key, secret), place_of(tenant, kind_))](storage::Session& session) {
    storage::put_venue_key(session, storage::Tenant(tenant), shown, sealed);
  };
  const auto changed = co_await change(tenant, std::move(put), std::move(entered));
  if (!changed) co_return changed;
  log::info("exchange key entered", {{"client_id", tenant.value}});
  co_return Result<void, KeyFault>{};
}

net::Task<Result<void, KeyFault>> TenantAccounts::forget(TenantId tenant) {
  if (kind_ == VenueKind::PAPER) co_return Unexpected(KeyFault::not_supported);
  if (is_in_use(tenant)) co_return Unexpected(KeyFault::in_use);
  if (!has_entered_key(tenant)) co_return Unexpected(KeyFault::not_there);
  Write remove = [tenant, kind = kind_](storage::Session& session) {
    storage::remove_venue_key(session, storage::Tenant(tenant), kind);
  };
  auto configured = configured_key(tenant);
  const auto changed = co_await change(tenant, std::move(remove), std::move(configured));
  if (!changed) co_return changed;
  log::info("exchange key forgotten", {{"client_id", tenant.value}});
  co_return Result<void, KeyFault>{};
}

// Somebody may have traded since the caller looked. From here on nobody can: while the row is written there is no
// account that anything could begin on, so that what is stored and what positions rest on never differ.
net::Task<Result<void, KeyFault>> TenantAccounts::change(TenantId tenant, Write write, std::optional<Key> next) {
  if (is_in_use(tenant)) co_return Unexpected(KeyFault::in_use);
  changing_.insert(tenant);
  const auto before = retire(tenant);
  const auto written = co_await database_.write(std::move(write));
  changing_.erase(tenant);
  if (const auto& key = written ? next : before) open_key(tenant, *key);
  if (!written) co_return Unexpected(KeyFault::storage);
  co_return Result<void, KeyFault>{};
}

net::Task<std::vector<wire::VenueKey>> TenantAccounts::list(TenantId tenant) {
  std::vector<wire::VenueKey> keys;
  auto find = [tenant](storage::Session& session) { return storage::venue_keys(session, storage::Tenant(tenant)); };
  const auto stored = co_await database_.read(std::move(find));
  const bool entered = has_entered_key(tenant);
  if (stored) {
    for (const storage::VenueKey& key : *stored) {
      keys.push_back({.kind = key.kind,
                      .key = routes::shown(key.head, key.tail),
                      .source = wire::KeySource::entered,
                      .entered_by = key.by,
                      .entered_at = key.at,
                      .in_use = entered && key.kind == kind_});
    }
  }
  if (kind_ != VenueKind::PAPER && configured_key(tenant)) {
    const std::string& key = settings_.api_key.reveal();
    keys.push_back({.kind = kind_,
                    .key = routes::shown(head(key), tail(key)),
                    .source = wire::KeySource::configuration,
                    .in_use = accounts_.contains(tenant) && !entered});
  }
  co_return keys;
}

void TenantAccounts::set_instruments(const std::vector<Instrument>& instruments) {
  for (auto& [tenant, opened] : accounts_) {
    if (opened.paper != nullptr) opened.paper->set_instruments(instruments);
  }
}

void TenantAccounts::on_quote(const Quote& quote) {
  for (auto& [tenant, opened] : accounts_) {
    if (opened.paper != nullptr) opened.paper->on_quote(quote);
  }
}

void TenantAccounts::on_trade(const Trade& trade) {
  for (auto& [tenant, opened] : accounts_) {
    if (opened.paper != nullptr) opened.paper->on_trade(trade);
  }
}

void TenantAccounts::on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) {
  for (auto& [tenant, opened] : accounts_) {
    if (opened.paper != nullptr) opened.paper->on_confirmed(symbols, at);
  }
}

}  // namespace robson
