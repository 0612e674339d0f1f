#pragma once
// The desk of the signals of all tenants: takes them in, keeps those that wait, and ends each once, by a decision, its
// time, or a cancel. Loop thread; outlives its tasks.
//
//   received -> looked up (is it a duplicate?) -> waits, and its row is committed -> answered
//   decided  -> no longer waits, in the same turn -> planned -> committed -> answered; a second decision finds it gone
//
// What is done is committed through Runtime::note, the feed's entry with the rows. A commit that fails stops the
// server, so whatever storage could refuse is found before.
#include <functional>
#include <map>
#include <memory>
#include <set>

#include "routes/producer_book.hpp"
#include "runtime/runtime.hpp"
#include "signals/policy.hpp"
#include "signals/waiting.hpp"
#include "storage/database.hpp"
#include "storage/signals.hpp"
#include "wire/signals.hpp"

namespace robson::routes {

class SignalDesk {
 public:
  struct Parts {
    net::Context& context;
    runtime::Runtime& runtime;
    storage::Database& database;
    Metrics& metrics;
    std::int64_t producer_limit = 0;  // signed requests a minute
  };
  // What storage holds; blocks nobody who asks for it in a job.
  struct Kept {
    std::vector<signals::Producer> producers{};
    std::vector<signals::SignalPolicy> policies{};
    std::vector<std::tuple<TenantId, StrategyId, signals::ApprovalRecord>> records{};
    std::vector<signals::Signal> waiting{};
    std::vector<storage::UsedNonce> nonces{};
    std::int64_t last_signal = 0;
    std::int64_t last_approval = 0;
  };
  static Kept kept(storage::Session& session, const std::vector<TenantId>& tenants, Timestamp now);
  // The error is one human sentence.
  static Result<std::unique_ptr<SignalDesk>, std::string> open(Parts parts, accounts::SealedBox box, Kept kept);
  SignalDesk(const SignalDesk&) = delete;
  SignalDesk& operator=(const SignalDesk&) = delete;

  void start();
  void stop() { stopping_ = true; }
  // Called when what waits has changed.
  void listen(std::function<void(TenantId)> changed) { changed_ = std::move(changed); }

  ProducerBook& producers() { return producers_; }
  const signals::WaitingSignals& waiting() const { return waiting_; }

  // A signal of a producer that showed who it is. Refusals: 409 DUPLICATE_SIGNAL, 429 TOO_MANY_SIGNALS, 503.
  net::Task<Result<signals::Signal, Failure>> receive(signals::Signal signal);
  // By its producer.
  net::Task<Result<signals::Signal, Failure>> cancel(signals::Producer producer, std::int64_t id);
  struct Wish {
    TenantId tenant{};
    std::int64_t signal = 0;
    signals::DecisionWord decision{};
    std::string reason{};
    std::string by{};
    std::string address{};
  };
  struct Decided {
    signals::Signal signal{};
    signals::Approval approval{};
  };
  // In memory, at once; nobody hears of it before `commit`, and a server that ends in between finds the signal waiting.
  net::Task<Result<Decided, Failure>> decide(Wish wish);
  // With the plan that was made of an approved signal, if one could be made.
  net::Task<Result<void, Failure>> commit(Decided decided);

  // False when it could not be written.
  net::Task<bool> save_new(signals::Producer producer);
  // Its waiting signals are cancelled. False when there is none that may send.
  net::Task<Result<bool, Failure>> revoke(TenantId tenant, std::string producer);
  net::Task<bool> set_policy(signals::SignalPolicy policy);
  // Of a strategy that has none: an empty one.
  signals::SignalPolicy policy_of(TenantId tenant, StrategyId strategy) const;
  // Whose rules a producer's signals follow; none: the tenant has no active one.
  StrategyId strategy_of(const signals::Signal& signal) const;

  // For the readers of the API: `shows_wish` says whether they may see the producer's stop and target.
  wire::Signal view(const signals::Signal& signal, const signals::Approval* approval, bool shows_wish) const;
  wire::Signal view(const storage::StoredSignal& stored, bool shows_wish) const;
  // A waiting signal for the feed, as JSON.
  std::string feed_text(const signals::Signal& signal) const;
  std::string name_of(const std::string& producer) const;

 private:
  using StrategyKey = std::pair<TenantId, StrategyId>;
  struct Arrival;  // holds the name of what is being taken in

  SignalDesk(Parts parts, accounts::SealedBox box);
  Result<void, std::string> restore(Kept kept);
  std::optional<signals::Refusal> policy_refusal(const signals::Signal& signal) const;
  // Why a signal that does not wait takes no decision and no cancel.
  net::Task<Failure> refusal_of(TenantId tenant, std::int64_t id, std::string producer);
  signals::Refusal refusal_of(const signals::Signal& ended) const;
  engine::Told told(const signals::Signal& signal, const signals::Approval* approval) const;
  // What is found waiting after it has not expired at that moment.
  void expire_due(Timestamp at);
  net::Task<void> note_ends(TenantId tenant, std::vector<signals::Signal> ended);
  net::Task<void> keep_time();
  void changed(TenantId tenant) const;
  Timestamp now() const { return parts_.runtime.now(); }

  Parts parts_;
  ProducerBook producers_;
  signals::WaitingSignals waiting_;
  std::map<StrategyKey, signals::SignalPolicy> policies_;
  std::map<StrategyKey, signals::ApprovalRecord> records_;
  std::set<std::pair<std::string, std::string>> arriving_;  // (producer, external id)
  std::size_t being_written_ = 0;                           // producers' requests
  std::function<void(TenantId)> changed_;
  std::int64_t last_signal_ = 0;
  std::int64_t last_approval_ = 0;
  bool stopping_ = false;
};

}  // namespace robson::routes
