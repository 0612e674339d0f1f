#pragma once
// The venue accounts of all tenants: opened at start with the key that was entered, or configured, or, for kind PAPER,
// kept in the database; swapped when a key is entered or forgotten. Loop thread; outlives the context's run.
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "accounts/sealed_box.hpp"
#include "routes/venue_keys.hpp"
#include "runtime/account_watch.hpp"
#include "settings/settings.hpp"
#include "storage/database.hpp"
#include "venues/binance/account_client.hpp"
#include "venues/paper/paper_account.hpp"

namespace robson {

class TenantAccounts final : public routes::VenueKeys, public runtime::MarketListener {
 public:
  TenantAccounts(net::Context& context, const Clock& clock, storage::Database& database, runtime::Runtime& runtime,
                 std::shared_ptr<venues::binance::Rest> rest, const settings::Settings& settings,
                 accounts::SealedBox box);
  ~TenantAccounts() override;

  // Reads what is stored of these tenants; blocks. The error is one human sentence.
  Result<void, std::string> open(const std::vector<TenantId>& tenants);
  void start();
  void stop();
  // Compares the tenant's account with the venue soon.
  void read(TenantId tenant);
  void set_instruments(const std::vector<Instrument>& instruments);

  net::Task<Result<void, routes::KeyFault>> enter(TenantId tenant, Secret key, Secret secret, std::string by) override;
  net::Task<Result<void, routes::KeyFault>> forget(TenantId tenant) override;
  net::Task<std::vector<wire::VenueKey>> list(TenantId tenant) override;

  // The market that paper accounts trade on.
  void on_quote(const Quote& quote) override;
  void on_trade(const Trade& trade) override;
  void on_confirmed(const std::vector<Symbol>& symbols, Timestamp at) override;
  void on_stream_state(StreamState, std::string_view) override {}

 private:
  struct Key {
    venues::binance::Credentials credentials{};
    wire::KeySource source{};
  };
  struct Opened {
    std::unique_ptr<venues::paper::PaperStore> store{};  // of a paper account
    std::unique_ptr<runtime::VenueAccount> account{};
    std::unique_ptr<runtime::AccountWatch> watch{};
    venues::paper::PaperAccount* paper = nullptr;
    std::optional<Key> key{};  // of a venue's account
  };
  void add(TenantId tenant, Opened opened);
  Result<void, std::string> open_paper(TenantId tenant);
  Result<void, std::string> open_stored(TenantId tenant);
  void open_key(TenantId tenant, const Key& key);
  // Takes the tenant's account away; the key that opened it.
  std::optional<Key> retire(TenantId tenant);
  // Something rests on the account, or its key is just being changed.
  bool is_in_use(TenantId tenant) const;
  bool has_entered_key(TenantId tenant) const;
  std::optional<Key> configured_key(TenantId tenant) const;
  using Write = std::function<void(storage::Session&)>;
  // Writes, and opens the account with `next`; when nothing could be written, with the key of before.
  net::Task<Result<void, routes::KeyFault>> change(TenantId tenant, Write write, std::optional<Key> next);

  net::Context& context_;
  const Clock& clock_;
  storage::Database& database_;
  runtime::Runtime& runtime_;
  std::shared_ptr<venues::binance::Rest> rest_;
  const settings::Settings& settings_;
  VenueKind kind_;
  accounts::SealedBox box_;
  std::map<TenantId, Opened> accounts_;
  std::set<TenantId> changing_;  // their rows are being written
  std::vector<Opened> retired_;  // their last tasks may still run
  bool started_ = false;
};

}  // namespace robson
