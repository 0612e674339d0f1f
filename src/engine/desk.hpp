#pragma once
// The work on one tenant within one Engine::apply. What changed is collected and turned into events at the end
// (finish), so that a row is written once a turn.
//
//   desk_planning.cpp    plans: create, validate, execute
//   desk_commands.cpp    close, detach, stops and targets, cancel, kill switch, strategies, adoption
//   desk_attend.cpp      what an operation needs next: the one place that decides to send something
//   desk_orders.cpp      what the venue says of orders
//   desk_booking.cpp     fills: what they move, what is held and realised, the proof of an exit
//   desk_reconcile.cpp   the account as the venue has it against the account as we have it
#include <map>
#include <set>

#include "engine/engine.hpp"

namespace robson::engine {

class Desk {
 public:
  Desk(Engine& engine, TenantState& tenant, Timestamp now, Output& output)
      : engine_(engine), tenant_(tenant), now_(now), output_(output) {}
  // Writes the events of what changed. Called once, at the end.
  void finish();

  void handle(const AdoptOperation& command);
  void handle(const CreatePlan& command);
  void handle(const ValidatePlan& command);
  void handle(const ExecutePlan& command);
  void handle(const ClosePosition& command);
  void handle(const DetachPosition& command);
  void handle(const MoveStop& command);
  void handle(const MoveTarget& command);
  void handle(const CancelOwnOrder& command);
  void handle(const SetKillSwitch& command);
  void handle(const ResumeTrading& command);
  void handle(const EnableTrading& command);
  void handle(const SaveStrategy& command);
  void handle(const BalancesSeen& seen);
  void handle(const AccountStreamChanged& changed);
  void handle(const AccountOpened& opened);
  void handle(const VenueAnswered& answer);
  void handle(const OrderSeen& seen);
  void handle(const AccountRead& read);

  // A new price of its symbol.
  void on_price(Followed& followed, const Quote& quote);
  void on_time();
  // After a start: what was under way when the last run ended is in doubt.
  void recover();
  void seed_strategies();

 private:
  // Planning.
  Operation operation_of(const Plan& plan, Quantity quantity, const std::string& by) const;
  std::vector<NewOrder> orders_of(const Plan& plan, OperationId operation, Quantity quantity) const;
  Result<Execution, Rejection> ready(const Plan& plan, const ExecutePlan& command);
  void open_entry(Plan& plan, const Execution& execution, const std::string& by);

  // Attending to one operation: at most one request goes out.
  void attend(Followed& followed);
  bool attend_doubt(Followed& followed);
  bool attend_entry(Followed& followed, const Instrument& instrument);
  bool attend_exit(Followed& followed, const Instrument& instrument);
  void attend_protection(Followed& followed, const Instrument& instrument);
  bool settle_crossing(Followed& followed);
  bool is_dust(const Followed& followed, const Instrument& instrument, Quantity quantity) const;
  void leave(Followed& followed, const Instrument& instrument);
  void end(Followed& followed);
  void hurry(Followed& followed);

  // Requests.
  Order& make_order(Followed& followed, const NewOrder& order, OrderPurpose purpose, std::string list_id);
  NewOrder protective_stop(const Followed& followed, Quantity quantity) const;
  NewOrder protective_target(const Followed& followed, Quantity quantity) const;
  void send(Followed& followed, VenueRequest request, bool protective);
  void ask(Followed& followed, const Order& order);
  void begin_proof(Followed& followed, const Order& order, const Crossing& why, ExitActor actor);

  // Orders.
  void absorb(Followed& followed, const VenueOrder& told);
  bool apply_event(Order& order, OrderEvent event, const std::string& reason);
  void book(Followed& followed, const Order& order, const VenueFill& fill);
  void book_movements(const Fill& fill, const Instrument& instrument);
  void book_entry(Followed& followed, const Fill& fill, const Instrument& instrument);
  void book_exit(Followed& followed, const Fill& fill, const Instrument& instrument);
  void count_realized(Followed& followed, Money change);
  void update_proof(Followed& followed, const Order& order);
  std::optional<Money> in_quote(const Fill& fill, const Instrument& instrument) const;
  Crossing passed(const Operation& operation) const;
  void refused(Followed& followed, const VenueRequest& asked, const VenueRefusal& refusal);
  void not_there(Followed& followed, Order& order);
  void doubt(Followed& followed, const std::string& client_id);
  void doubt_list(Followed& followed, const std::string& client_id);

  // The account.
  void compare_orders(const AccountRead& read);
  void compare_balances(const AccountRead& read);
  bool balances_are_explained() const;
  void follow_flow(Money flow);
  void compare_positions(const AccountRead& read);
  bool is_busy() const;
  void move(const std::string& asset, Money amount, MovementCause cause, const Fill* fill, std::string note);
  void differ(std::string kind, std::string text, OperationId operation = {});
  void roll_calendar();
  void note_equity();

  void touch(Followed& followed, std::string_view what = "operation_changed");
  void save(const Order& order);
  void save(const Proof& proof);
  void save_desk(std::string_view what);
  void refuse(std::string code, std::string text, std::string field = {});
  Followed* open_position(OperationId id);
  void account_protection(Followed& followed);

  Engine& engine_;
  TenantState& tenant_;
  Timestamp now_;
  Output& output_;
  std::map<OperationId, std::string_view> touched_;
  std::set<OrderId> saved_orders_;  // of touched operations, to be written at the end
  std::set<std::pair<OperationId, std::string>> saved_proofs_;
  std::string_view desk_change_{};
};

// Equity, in the rules' currency; none while the account is not known.
std::optional<Money> equity_of(const Engine& engine, TenantId tenant, Timestamp now);
// The same in another asset; none also while no market converts it.
std::optional<Money> equity_in(const Engine& engine, TenantId tenant, const std::string& asset, Timestamp now);

}  // namespace robson::engine
