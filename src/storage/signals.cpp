#include "storage/signals.hpp"

#include <fmt/format.h>

#include "storage/newest_first.hpp"
#include "storage/session.hpp"
#include "storage/signal_columns.hpp"

namespace robson::storage {
namespace {

using signals::Approval;
using signals::Signal;

// The order of Row::columns().
#define SELECT_SIGNAL                                                                                               \
  "select s.id, s.client_id, s.producer_id, s.external_id, s.instrument, s.side, s.price, s.volume, s.confidence, " \
  "s.stop_loss, s.take_profit, s.payload, s.status, s.at, s.expires_at, s.ended_at, s.nonce, s.signed_at, "         \
  "a.id, a.decision, a.reason, a.decided_by, a.at, a.address, a.strategy_id, a.plan_id from signals s "
#define WITH_DECISION "left join approvals a on a.signal_id = s.id where s.client_id = :client_id "

constexpr Sql insert =
    "insert into signals (id, client_id, producer_id, external_id, instrument, side, price, volume, confidence, "
    "stop_loss, take_profit, payload, status, at, expires_at, ended_at, nonce, signed_at) values (:id, :client_id, "
    ":producer_id, :external_id, :instrument, :side, :price, :volume, :confidence, :stop_loss, :take_profit, :payload, "
    ":status, :at, :expires_at, :ended_at, :nonce, :signed_at)";
constexpr Sql count_signal =
    "update producers set signals = signals + 1, last_signal_at = :at where client_id = :client_id and id = :id";
constexpr Sql update_end =
    "update signals set status = :status, ended_at = :ended_at where client_id = :client_id and id = :id and "
    "status = 'NEW'";
constexpr Sql upsert_approval =
    "insert into approvals (id, client_id, signal_id, decision, reason, decided_by, at, address, strategy_id, plan_id) "
    "values (:id, :client_id, :signal_id, :decision, :reason, :decided_by, :at, :address, :strategy_id, :plan_id)";
constexpr Sql select_same =
    "select id from signals where client_id = :client_id and producer_id = :producer_id and "
    "external_id = :external_id";
constexpr Sql select_one = SELECT_SIGNAL WITH_DECISION "and s.id = :id";
constexpr Sql select_waiting = SELECT_SIGNAL WITH_DECISION "and s.status = 'NEW' order by s.id limit 100000";
constexpr Sql select_page = SELECT_SIGNAL WITH_DECISION
    "and (:any_status = 1 or s.status = :status) and (:any_instrument = 1 or s.instrument = :instrument) "
    "and (:any_side = 1 or s.side = :side) and (:any_producer = 1 or s.producer_id = :producer) "
    "and (:any_confidence = 1 or s.confidence >= :confidence) and (s.at, s.id) < (:at, :id) and s.at >= :from "
    "order by s.at desc, s.id desc limit :limit";
constexpr Sql select_decided = SELECT_SIGNAL
    "join approvals a on a.signal_id = s.id where a.client_id = :client_id and (a.at, a.id) < (:at, :id) "
    "and a.at >= :from order by a.at desc, a.id desc limit :limit";
constexpr Sql select_records =
    "select strategy_id, max(at), sum(at >= :midnight) from approvals where client_id = :client_id and "
    "strategy_id is not null and decision = 'approved' group by strategy_id limit 10000";
constexpr Sql select_nonces =
    "select producer_id, nonce, signed_at from signals where at >= :since and nonce <> '' limit 1000000";
constexpr Sql select_last = "select id from signals order by id desc limit 1";
constexpr Sql select_last_approval = "select id from approvals order by id desc limit 1";

struct Row {
  Signal signal{};
  std::optional<std::int64_t> approval{};
  std::optional<signals::DecisionWord> decision{};
  std::optional<std::string> reason{};
  std::optional<std::string> by{};
  std::optional<Timestamp> decided_at{};
  std::optional<std::string> address{};
  std::optional<StrategyId> strategy{};
  std::optional<PlanId> plan{};

  auto columns() {
    return into(signal.id, signal.tenant, signal.producer, signal.external_id, signal.instrument, signal.side,
                signal.price, signal.volume, signal.confidence, signal.stop_loss, signal.take_profit, signal.payload,
                signal.status, signal.at, signal.expires_at, signal.ended_at, signal.nonce, signal.signed_at, approval,
                decision, reason, by, decided_at, address, strategy, plan);
  }
  StoredSignal stored() const {
    StoredSignal whole{.signal = signal};
    if (!approval) return whole;
    whole.approval = Approval{.id = *approval,
                              .tenant = signal.tenant,
                              .signal = signal.id,
                              .decision = decision.value(),
                              .reason = reason.value_or(""),
                              .by = by.value_or(""),
                              .at = decided_at.value(),
                              .address = address.value_or(""),
                              .strategy = id_or_none(strategy),
                              .plan = id_or_none(plan)};
    return whole;
  }
};

template <class... In>
std::vector<StoredSignal> read_all(Session& session, Sql query, const In&... in) {
  std::vector<StoredSignal> found;
  Row row;
  session.each(
      query, row.columns(), [&] { found.push_back(row.stored()); }, in...);
  return found;
}

struct Tail {
  Place place{};
  Timestamp from{std::numeric_limits<std::int64_t>::min()};
  int limit = 0;
};
template <class Times, class Query>
Tail tail_of(const Times& times, const Query& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  Tail tail{.limit = query.limit + 1};  // one more, to see whether there is a next page
  if (times.to) tail.place = {.at = *times.to, .id = 0};
  if (query.after) tail.place = place_behind(query.after);
  if (times.from) tail.from = *times.from;
  return tail;
}

template <class PlaceOf>
Page<StoredSignal> page_out_of(std::vector<StoredSignal> rows, int limit, std::string_view question, PlaceOf place_of) {
  Page<StoredSignal> page{.rows = std::move(rows)};
  if (page.rows.size() <= static_cast<std::size_t>(limit)) return page;
  page.rows.pop_back();
  const Place last = place_of(page.rows.back());
  page.next = cursor_text(question, {std::to_string(last.at.us), last.id});
  return page;
}

std::string times_text(const std::optional<Timestamp>& from, const std::optional<Timestamp>& to) {
  std::string text;
  if (from) text += fmt::format(" from {}", from->us);
  if (to) text += fmt::format(" to {}", to->us);
  return text;
}

std::string question_of(const SignalQuery& query) {
  const SignalFilter& filter = query.filter;
  std::string text = "signals";
  if (filter.status) text += fmt::format(" status {}", spelled<SignalStatusSpellings>(*filter.status));
  if (filter.instrument) text += " instrument " + filter.instrument->text;
  if (filter.side) text += fmt::format(" side {}", spelled<SideSpellings>(*filter.side));
  if (filter.producer) text += " producer " + *filter.producer;
  if (filter.min_confidence) text += " confidence " + filter.min_confidence->text();
  return text + times_text(filter.from, filter.to);
}

std::string question_of(const ApprovalQuery& query) {
  return "approvals" + times_text(query.from, query.to);
}

}  // namespace

void insert_signal(Session& session, Tenant tenant, const Signal& row) {
  session.run(insert, row.id, tenant.id(), row.producer, row.external_id, row.instrument, row.side, row.price,
              row.volume, row.confidence, row.stop_loss, row.take_profit, row.payload, row.status, row.at,
              row.expires_at, row.ended_at, row.nonce, row.signed_at);
  session.run(count_signal, row.at, tenant.id(), row.producer);
}

void end_signal(Session& session, Tenant tenant, const Signal& row) {
  session.run(update_end, row.status, row.ended_at, tenant.id(), row.id);
}

void save_approval(Session& session, Tenant tenant, const Approval& row) {
  session.run(upsert_approval, row.id, tenant.id(), row.signal, row.decision, row.reason, row.by, row.at, row.address,
              some_id(row.strategy), some_id(row.plan));
}

bool has_signal(Session& session, Tenant tenant, const std::string& producer, const std::string& external_id) {
  std::int64_t id = 0;
  return session.first(select_same, into(id), tenant.id(), producer, external_id);
}

std::optional<StoredSignal> find_signal(Session& session, Tenant tenant, std::int64_t id) {
  auto found = read_all(session, select_one, tenant.id(), id);
  if (found.empty()) return {};
  return std::move(found.front());
}

std::vector<Signal> waiting_signals(Session& session, Tenant tenant) {
  std::vector<Signal> found;
  for (StoredSignal& stored : read_all(session, select_waiting, tenant.id())) found.push_back(std::move(stored.signal));
  return found;
}

Result<Cursor, CursorFault> read_cursor(const SignalQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::whole_number, text);
}

Page<StoredSignal> signals_page(Session& session, Tenant tenant, const SignalQuery& query) {
  const SignalFilter& filter = query.filter;
  const Tail tail = tail_of(filter, query);
  auto rows = read_all(session, select_page, tenant.id(), !filter.status.has_value(),
                       filter.status.value_or(signals::SignalStatus{}), !filter.instrument.has_value(),
                       filter.instrument.value_or(Symbol{}), !filter.side.has_value(), filter.side.value_or(Side{}),
                       !filter.producer.has_value(), filter.producer.value_or(""), !filter.min_confidence.has_value(),
                       filter.min_confidence.value_or(Decimal{}), tail.place.at, tail.place.id, tail.from, tail.limit);
  return page_out_of(std::move(rows), query.limit, question_of(query), [](const StoredSignal& last) {
    return Place{last.signal.at, last.signal.id};
  });
}

Result<Cursor, CursorFault> read_cursor(const ApprovalQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::whole_number, text);
}

Page<StoredSignal> approvals_page(Session& session, Tenant tenant, const ApprovalQuery& query) {
  const Tail tail = tail_of(query, query);
  auto rows = read_all(session, select_decided, tenant.id(), tail.place.at, tail.place.id, tail.from, tail.limit);
  return page_out_of(std::move(rows), query.limit, question_of(query), [](const StoredSignal& last) {
    return Place{last.approval->at, last.approval->id};
  });
}

std::vector<std::pair<StrategyId, signals::ApprovalRecord>> approval_records(Session& session, Tenant tenant,
                                                                             Timestamp now) {
  const std::int64_t today = signals::day_of(now);
  const Timestamp midnight = Timestamp::from_seconds(today * 86'400);
  std::vector<std::pair<StrategyId, signals::ApprovalRecord>> found;
  StrategyId strategy;
  Timestamp last;
  std::int64_t of_day = 0;
  session.each(
      select_records, into(strategy, last, of_day),
      [&] { found.emplace_back(strategy, signals::ApprovalRecord{.last = last, .day = today, .of_day = of_day}); },
      midnight, tenant.id());
  return found;
}

std::vector<UsedNonce> used_nonces(Session& session, Installation, Timestamp since) {
  std::vector<UsedNonce> found;
  UsedNonce row;
  session.each(
      select_nonces, into(row.producer, row.nonce, row.signed_at), [&] { found.push_back(row); }, since);
  return found;
}

std::int64_t last_signal(Session& session, Installation) {
  std::int64_t id = 0;
  session.first(select_last, into(id));
  return id;
}

std::int64_t last_approval(Session& session, Installation) {
  std::int64_t id = 0;
  session.first(select_last_approval, into(id));
  return id;
}

}  // namespace robson::storage
