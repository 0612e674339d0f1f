#include "routes/signal_desk.hpp"

#include "base/log.hpp"
#include "base/place.hpp"
#include "json/write.hpp"
#include "routes/failures.hpp"
#include "storage/producers.hpp"
#include "storage/signal_policies.hpp"

namespace robson::routes {
namespace {

using signals::Approval;
using signals::DecisionWord;
using signals::Producer;
using signals::Refusal;
using signals::Signal;
using signals::SignalEvent;

constexpr auto time_interval = std::chrono::milliseconds(250);
// Producers' requests that are being written at once, of all tenants: far fewer than the writer's queue holds, since a
// commit that finds it full would stop the server.
constexpr std::size_t most_being_written = 256;
constexpr std::size_t most_in_a_commit = 100;

template <class T>
void append(std::vector<T>& all, std::vector<T> some) {
  all.insert(all.end(), std::make_move_iterator(some.begin()), std::make_move_iterator(some.end()));
}

Failure not_durable() {
  return {503, "JOURNAL_FAILED", "The server cannot write its journal. Nothing was changed.", {}, {}};
}
Failure busy() {
  return {503, "BUSY", "More signals are coming in than can be written at once. Try again.", {}, 1};
}
Failure duplicate() {
  return {409, "DUPLICATE_SIGNAL", "That producer has sent a signal of that external_id.", "external_id", {}};
}
Failure no_room() {
  return {429, "TOO_MANY_SIGNALS", "1000 signals wait for a decision: no more are taken until some ended.", {}, 60};
}
Failure revoked() {
  return {401, "INVALID_SIGNATURE", "The signature is missing, wrong, or of a producer that may not send.", {}, {}};
}

std::string sentence_of(Refusal refusal) {
  switch (refusal) {
    case Refusal::unknown: return "There is no such signal.";
    case Refusal::already_decided: return "That signal was decided already.";
    case Refusal::expired: return "That signal's time is over.";
    case Refusal::cancelled: return "Its producer has cancelled that signal.";
    case Refusal::producer_revoked: return "The producer of that signal was revoked, and the signal cancelled.";
    case Refusal::min_confidence: return "The strategy's policy asks for more confidence. The signal still waits.";
    case Refusal::cooldown: return "The strategy approved another signal a short while ago. The signal still waits.";
    case Refusal::daily_cap: break;
  }
  return "The strategy has approved as many signals as it may today. The signal still waits.";
}

Failure failure_of(Refusal refusal) {
  return {
      refusal == Refusal::unknown ? 404 : 409, std::string(signals::code_of(refusal)), sentence_of(refusal), {}, {}};
}

std::string end_word(signals::SignalStatus status) {
  switch (status) {
    case signals::SignalStatus::APPROVED: return "approved";
    case signals::SignalStatus::REJECTED: return "rejected";
    case signals::SignalStatus::EXPIRED: return "expired";
    default: return "cancelled";
  }
}

}  // namespace

struct SignalDesk::Arrival {
  Arrival(std::set<std::pair<std::string, std::string>>& all, const Signal& signal)
      : places(all), own(all.emplace(signal.producer, signal.external_id).first) {}
  Arrival(const Arrival&) = delete;
  Arrival& operator=(const Arrival&) = delete;
  ~Arrival() { places.erase(own); }
  std::set<std::pair<std::string, std::string>>& places;
  std::set<std::pair<std::string, std::string>>::iterator own;
};

SignalDesk::Kept SignalDesk::kept(storage::Session& session, const std::vector<TenantId>& tenants, Timestamp now) {
  const storage::Installation all{};
  Kept kept;
  for (const TenantId id : tenants) {
    const storage::Tenant tenant(id);
    append(kept.producers, storage::producers(session, tenant));
    append(kept.policies, storage::signal_policies(session, tenant));
    append(kept.waiting, storage::waiting_signals(session, tenant));
    for (const auto& [strategy, record] : storage::approval_records(session, tenant, now)) {
      kept.records.emplace_back(id, strategy, record);
    }
  }
  // A nonce counts until its time is 300 s ago, and that time may have been 300 s ahead.
  kept.nonces = storage::used_nonces(session, all, now - 2 * signals::signature_window);
  kept.last_signal = storage::last_signal(session, all);
  kept.last_approval = storage::last_approval(session, all);
  return kept;
}

Result<std::unique_ptr<SignalDesk>, std::string> SignalDesk::open(Parts parts, accounts::SealedBox box, Kept kept) {
  std::unique_ptr<SignalDesk> desk(new SignalDesk(parts, std::move(box)));
  if (auto restored = desk->restore(std::move(kept)); !restored) return Unexpected(restored.error());
  return desk;
}

SignalDesk::SignalDesk(Parts parts, accounts::SealedBox box)
    : parts_(parts), producers_(std::move(box), parts.producer_limit) {}

Result<void, std::string> SignalDesk::restore(Kept kept) {
  if (auto restored = producers_.restore(std::move(kept.producers)); !restored) return restored;
  for (const auto& one : kept.nonces) producers_.remember_nonce(one.producer, one.nonce, one.signed_at, now());
  for (signals::SignalPolicy& one : kept.policies) policies_[{one.tenant, one.strategy}] = std::move(one);
  for (const auto& [tenant, strategy, record] : kept.records) records_[{tenant, strategy}] = record;
  for (Signal& one : kept.waiting) waiting_.add(std::move(one));
  last_signal_ = kept.last_signal;
  last_approval_ = kept.last_approval;
  return {};
}

void SignalDesk::start() {
  net::spawn(parts_.context, "signals' time", keep_time());
}

net::Task<void> SignalDesk::keep_time() {
  while (!stopping_) {
    expire_due(now());
    co_await net::sleep_for(time_interval);
  }
}

void SignalDesk::changed(TenantId tenant) const {
  if (changed_) changed_(tenant);
}

net::Task<Result<Signal, Failure>> SignalDesk::receive(Signal signal) {
  if (being_written_ >= most_being_written) co_return Unexpected(busy());
  if (arriving_.contains({signal.producer, signal.external_id})) co_return Unexpected(duplicate());
  if (!waiting_.has_room(signal.tenant)) co_return Unexpected(no_room());
  const Arrival arrival(arriving_, signal);
  const Place place(being_written_);
  auto look = [tenant = signal.tenant, producer = signal.producer,
               external_id = signal.external_id](storage::Session& session) {
    return storage::has_signal(session, storage::Tenant(tenant), producer, external_id);
  };
  const auto known = co_await parts_.database.read(std::move(look));
  if (!known) co_return Unexpected(routes::failure_of(known.error()));
  if (*known) co_return Unexpected(duplicate());
  // Meanwhile others came, or the producer was revoked.
  if (!waiting_.has_room(signal.tenant)) co_return Unexpected(no_room());
  if (producers_.find(signal.producer)->row.revoked_at) co_return Unexpected(revoked());
  if (!parts_.runtime.takes_commands()) co_return Unexpected(not_durable());
  signal.id = ++last_signal_;
  waiting_.add(signal);
  producers_.count_signal(signal.producer, signal.at);
  engine::SignalNoted noted{.tenant = signal.tenant};
  noted.received.push_back(signal);
  noted.told.push_back(told(signal, nullptr));
  const bool durable = co_await parts_.runtime.note(std::move(noted));
  if (!durable) co_return Unexpected(not_durable());
  changed(signal.tenant);
  co_return signal;
}

net::Task<Result<Signal, Failure>> SignalDesk::cancel(Producer producer, std::int64_t id) {
  const Timestamp at = now();
  expire_due(at);
  if (!parts_.runtime.takes_commands()) co_return Unexpected(not_durable());
  if (being_written_ >= most_being_written) co_return Unexpected(busy());
  const Place place(being_written_);
  const Signal* waits = waiting_.find(producer.tenant, id);
  if (waits == nullptr || waits->producer != producer.id) {
    Failure refused = co_await refusal_of(producer.tenant, id, producer.id);
    co_return Unexpected(std::move(refused));
  }
  Signal ended = waiting_.end(producer.tenant, id, SignalEvent::cancel, at).value();
  std::vector<Signal> one;
  one.push_back(ended);
  co_await note_ends(producer.tenant, std::move(one));
  if (!parts_.runtime.takes_commands()) co_return Unexpected(not_durable());
  co_return ended;
}

net::Task<Result<SignalDesk::Decided, Failure>> SignalDesk::decide(Wish wish) {
  const Timestamp at = now();
  expire_due(at);
  if (!parts_.runtime.takes_commands()) co_return Unexpected(not_durable());
  const Signal* waits = waiting_.find(wish.tenant, wish.signal);
  if (waits == nullptr) {
    Failure refused = co_await refusal_of(wish.tenant, wish.signal, {});
    co_return Unexpected(std::move(refused));
  }
  const bool approves = wish.decision == DecisionWord::approved;
  if (const auto refused = policy_refusal(*waits); approves && refused) co_return Unexpected(failure_of(*refused));
  const StrategyId strategy = strategy_of(*waits);
  const SignalEvent event = approves ? SignalEvent::approve : SignalEvent::reject;
  Decided decided{.signal = waiting_.end(wish.tenant, wish.signal, event, at).value(),
                  .approval = {.id = ++last_approval_,
                               .tenant = wish.tenant,
                               .signal = wish.signal,
                               .decision = wish.decision,
                               .reason = std::move(wish.reason),
                               .by = std::move(wish.by),
                               .at = at,
                               .address = std::move(wish.address),
                               .strategy = strategy}};
  if (approves && strategy) signals::count_approval(records_[{wish.tenant, strategy}], at);
  co_return decided;
}

net::Task<Result<void, Failure>> SignalDesk::commit(Decided decided) {
  const TenantId tenant = decided.signal.tenant;
  engine::SignalNoted noted{.tenant = tenant};
  noted.told.push_back(told(decided.signal, &decided.approval));
  noted.approvals.push_back(std::move(decided.approval));
  parts_.metrics.signal_ended(end_word(decided.signal.status));
  noted.ended.push_back(std::move(decided.signal));
  const bool durable = co_await parts_.runtime.note(std::move(noted));
  if (!durable) co_return Unexpected(not_durable());
  changed(tenant);
  co_return Result<void, Failure>{};
}

net::Task<bool> SignalDesk::save_new(Producer producer) {
  engine::SignalNoted noted{.tenant = producer.tenant};
  noted.producers.push_back(std::move(producer));
  co_return co_await parts_.runtime.note(std::move(noted));
}

net::Task<Result<bool, Failure>> SignalDesk::revoke(TenantId tenant, std::string producer) {
  if (!parts_.runtime.takes_commands()) co_return Unexpected(not_durable());
  const Timestamp at = now();
  expire_due(at);
  auto row = producers_.revoke(tenant, producer, at);
  if (!row) co_return false;
  engine::SignalNoted noted{.tenant = tenant};
  noted.producers.push_back(std::move(*row));
  noted.ended = waiting_.cancel_of(tenant, producer, at);
  for (const Signal& one : noted.ended) {
    noted.told.push_back(told(one, nullptr));
    parts_.metrics.signal_ended(end_word(one.status));
  }
  const bool durable = co_await parts_.runtime.note(std::move(noted));
  changed(tenant);
  if (!durable) co_return Unexpected(not_durable());
  co_return true;
}

net::Task<bool> SignalDesk::set_policy(signals::SignalPolicy policy) {
  if (!parts_.runtime.takes_commands()) co_return false;
  policies_[{policy.tenant, policy.strategy}] = policy;
  engine::SignalNoted noted{.tenant = policy.tenant};
  noted.policies.push_back(std::move(policy));
  co_return co_await parts_.runtime.note(std::move(noted));
}

signals::SignalPolicy SignalDesk::policy_of(TenantId tenant, StrategyId strategy) const {
  const auto found = policies_.find({tenant, strategy});
  return found == policies_.end() ? signals::SignalPolicy{.tenant = tenant, .strategy = strategy} : found->second;
}

StrategyId SignalDesk::strategy_of(const Signal& signal) const {
  const ProducerBook::Known* producer = producers_.find(signal.producer);
  if (producer != nullptr && producer->row.strategy) return producer->row.strategy;
  const engine::TenantState* tenant = parts_.runtime.engine().tenant(signal.tenant);
  if (tenant == nullptr) return {};
  for (const auto& [id, strategy] : tenant->strategies) {
    if (strategy.active) return id;
  }
  return {};
}

std::optional<Refusal> SignalDesk::policy_refusal(const Signal& signal) const {
  const StrategyKey key{signal.tenant, strategy_of(signal)};
  const auto policy = policies_.find(key);
  if (policy == policies_.end()) return {};
  const auto record = records_.find(key);
  return signals::check_policy(policy->second, record == records_.end() ? signals::ApprovalRecord{} : record->second,
                               signal.confidence, now());
}

Refusal SignalDesk::refusal_of(const Signal& ended) const {
  const ProducerBook::Known* producer = producers_.find(ended.producer);
  return signals::refusal_of(ended.status, ended.ended_at,
                             producer == nullptr ? std::nullopt : producer->row.revoked_at);
}

// `producer`: who asks, if it is one; a signal of another is not there for it.
net::Task<Failure> SignalDesk::refusal_of(TenantId tenant, std::int64_t id, std::string producer) {
  if (const Signal* ended = waiting_.find_ended(tenant, id)) {
    const bool is_foreign = !producer.empty() && ended->producer != producer;
    co_return failure_of(is_foreign ? Refusal::unknown : refusal_of(*ended));
  }
  auto look = [tenant, id](storage::Session& session) {
    return storage::find_signal(session, storage::Tenant(tenant), id);
  };
  const auto found = co_await parts_.database.read(std::move(look));
  if (!found) co_return routes::failure_of(found.error());
  const bool is_there = *found && (producer.empty() || (*found)->signal.producer == producer);
  co_return failure_of(is_there ? refusal_of((*found)->signal) : Refusal::unknown);
}

// At once in memory; a few rows a commit, however many ended.
void SignalDesk::expire_due(Timestamp at) {
  if (!parts_.runtime.takes_commands()) return;
  std::map<TenantId, std::vector<Signal>> gone;
  for (Signal& one : waiting_.expire(at)) {
    std::vector<Signal>& of_tenant = gone[one.tenant];
    const TenantId tenant = one.tenant;
    of_tenant.push_back(std::move(one));
    if (of_tenant.size() < most_in_a_commit) continue;
    net::spawn(parts_.context, "signals expired", note_ends(tenant, std::move(of_tenant)));
    of_tenant = {};
  }
  for (auto& [tenant, some] : gone) {
    if (!some.empty()) net::spawn(parts_.context, "signals expired", note_ends(tenant, std::move(some)));
  }
}

net::Task<void> SignalDesk::note_ends(TenantId tenant, std::vector<Signal> ended) {
  engine::SignalNoted noted{.tenant = tenant};
  for (const Signal& one : ended) {
    noted.told.push_back(told(one, nullptr));
    parts_.metrics.signal_ended(end_word(one.status));
  }
  noted.ended = std::move(ended);
  const bool durable = co_await parts_.runtime.note(std::move(noted));
  if (!durable) log::error("ends of signals not written", {{"client_id", tenant.value}});
  changed(tenant);
}

engine::Told SignalDesk::told(const Signal& signal, const Approval* approval) const {
  return {.channel = "approvals",
          .type = "signal_update",
          .data = json::text_of(wire::feed_signal_view(signal, name_of(signal.producer), approval)),
          .urgent = true};
}

std::string SignalDesk::feed_text(const Signal& signal) const {
  return json::text_of(wire::feed_signal_view(signal, name_of(signal.producer), nullptr));
}

std::string SignalDesk::name_of(const std::string& producer) const {
  const ProducerBook::Known* known = producers_.find(producer);
  return known == nullptr ? producer : known->row.name;
}

wire::Signal SignalDesk::view(const Signal& signal, const Approval* approval, bool shows_wish) const {
  const bool waits = signal.status == signals::SignalStatus::NEW;
  return wire::signal_view(signal, {.producer = name_of(signal.producer),
                                    .approval = approval,
                                    .quote = parts_.runtime.engine().quote(signal.instrument),
                                    .market = parts_.runtime.engine().instrument(signal.instrument),
                                    .blocked_by = waits ? policy_refusal(signal) : std::nullopt,
                                    .shows_wish = shows_wish,
                                    .now = now()});
}

wire::Signal SignalDesk::view(const storage::StoredSignal& stored, bool shows_wish) const {
  return view(stored.signal, stored.approval ? &*stored.approval : nullptr, shows_wish);
}

}  // namespace robson::routes
