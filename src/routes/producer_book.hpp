#pragma once
// The producers of all tenants with their secrets, and what shows that a request is one's: its signature, its time, a
// nonce that was not used. Loop thread.
#include <map>
#include <memory>
#include <unordered_map>
#include <vector>

#include "accounts/sealed_box.hpp"
#include "routes/gate.hpp"
#include "signals/nonces.hpp"
#include "signals/signal.hpp"

namespace robson::routes {

class ProducerBook {
 public:
  static constexpr std::size_t most_of_tenant = 100;  // that may send; revoked ones stand beside them
  // `limit`: signed requests of one producer within a minute.
  ProducerBook(accounts::SealedBox box, std::int64_t limit) : box_(std::move(box)), limit_(limit) {}

  struct Known {
    signals::Producer row{};
    Secret secret{};
    Secret passphrase{};  // empty: it may not use the form for TradingView
  };

  // What storage holds. The error is one human sentence: a secret that does not open.
  Result<void, std::string> restore(std::vector<signals::Producer> rows);
  void remember_nonce(const std::string& producer, const std::string& nonce, Timestamp signed_at, Timestamp now);

  // A new producer, known from now on: its row has still to become durable. 409 when there are too many, or one of that
  // name may send already.
  Result<const Known*, Failure> make(TenantId tenant, std::string name, StrategyId strategy, bool webhook,
                                     std::string by, Timestamp now);
  // Its row, revoked; nothing when the tenant has none of that id that may send.
  std::optional<signals::Producer> revoke(TenantId tenant, const std::string& id, Timestamp now);
  void count_signal(const std::string& id, Timestamp at);

  // By its id; nullptr when there is none.
  const Known* find(const std::string& id) const;
  // Of the tenant, revoked ones too, in the order in which they were made.
  std::vector<const signals::Producer*> of(TenantId tenant) const;

  // Why a request is not let in: as `reason` for the counters, as a failure for its sender.
  struct Stranger {
    std::string reason{};
    Failure failure{};
  };
  struct Signed {
    const Known* producer = nullptr;
    std::string nonce{};
    Timestamp at{};
  };
  // Signature, time and nonce of the request, in this order. A nonce is used by it.
  Result<Signed, Stranger> who_signed(const net::Request& request, Timestamp now);
  // The producer of that passphrase, whose alert says that it is of `at`.
  Result<Signed, Stranger> who_alerts(const std::string& id, const Secret& passphrase, Timestamp at, Timestamp now);

 private:
  std::optional<Stranger> over_limit(const Known& producer, Timestamp now);
  Known& add(signals::Producer row, Secret secret, Secret passphrase);

  accounts::SealedBox box_;
  const std::int64_t limit_;
  std::unordered_map<std::string, std::unique_ptr<Known>> by_id_;
  std::map<TenantId, std::vector<Known*>> by_tenant_;
  signals::Nonces nonces_;
  RequestCounter counter_;
};

}  // namespace robson::routes
