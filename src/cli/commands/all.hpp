#pragma once
// The functions that the command table points to; one file for each kind.
#include "cli/command.hpp"

namespace robson::cli {

using PageAsked = net::Task<Result<Page, client::Error>>;

// portfolio.cpp
PageAsked fetch_positions(Desk& desk);       // as the requirements' box
PageAsked fetch_positions_list(Desk& desk);  // as a table
PageAsked fetch_position(Desk& desk);        // ID
PageAsked fetch_summary(Desk& desk);
PageAsked fetch_balance(Desk& desk);
PageAsked fetch_patrimony(Desk& desk);
std::unique_ptr<Live> live_positions(Desk& desk);
std::unique_ptr<Live> live_positions_list(Desk& desk);
std::unique_ptr<Live> live_position(Desk& desk);  // ID
std::unique_ptr<Live> live_summary(Desk& desk);

// market.cpp
PageAsked fetch_price(Desk& desk);             // SYMBOL
PageAsked fetch_ticker(Desk& desk);            // SYMBOL
PageAsked fetch_depth(Desk& desk);             // SYMBOL, --limit
PageAsked fetch_klines(Desk& desk);            // SYMBOL, --interval, --limit
std::unique_ptr<Live> live_price(Desk& desk);  // SYMBOL

// service.cpp
PageAsked fetch_status(Desk& desk);  // the desk, or one position
PageAsked fetch_health(Desk& desk);
net::Task<Exit> show_version(Desk& desk);
net::Task<Exit> call_api(Desk& desk);  // METHOD PATH

// doctor.cpp
net::Task<Exit> examine(Desk& desk);

// session.cpp
net::Task<Exit> login(Desk& desk);
net::Task<Exit> logout(Desk& desk);
PageAsked fetch_session(Desk& desk);

// configuration.cpp
net::Task<Exit> view_config(Desk& desk);
net::Task<Exit> list_profiles(Desk& desk);
net::Task<Exit> use_profile(Desk& desk);
net::Task<Exit> set_profile(Desk& desk);

// teaching.cpp
net::Task<Exit> print_completion(Desk& desk);
net::Task<Exit> print_reference(Desk& desk);
net::Task<Exit> explain(Desk& desk);

// plans.cpp
net::Task<Exit> plan_buy(Desk& desk);   // SYMBOL
net::Task<Exit> plan_sell(Desk& desk);  // SYMBOL
PageAsked fetch_plans(Desk& desk);
PageAsked fetch_plan(Desk& desk);           // ID
net::Task<Exit> validate_plan(Desk& desk);  // PLAN
net::Task<Exit> execute_plan(Desk& desk);   // PLAN

// change_position.cpp
net::Task<Exit> close_position(Desk& desk);    // ID
net::Task<Exit> protect_position(Desk& desk);  // ID
net::Task<Exit> detach_position(Desk& desk);   // ID

// operations.cpp
PageAsked fetch_operations(Desk& desk);
PageAsked fetch_active_operations(Desk& desk);
PageAsked fetch_operation(Desk& desk);  // ID
PageAsked fetch_proofs(Desk& desk);     // ID
PageAsked fetch_trades(Desk& desk);     // ID
PageAsked fetch_orders(Desk& desk);
PageAsked fetch_order(Desk& desk);         // ID
net::Task<Exit> cancel_order(Desk& desk);  // ID
PageAsked fetch_movements(Desk& desk);

// analysis.cpp
PageAsked fetch_analysis(Desk& desk);  // SYMBOL
PageAsked fetch_symbols(Desk& desk);   // [QUERY]

// strategies.cpp
PageAsked fetch_strategies(Desk& desk);
PageAsked fetch_strategy(Desk& desk);          // ID
PageAsked fetch_strategy_history(Desk& desk);  // ID
net::Task<Exit> create_strategy(Desk& desk);   // NAME
net::Task<Exit> edit_strategy(Desk& desk);     // ID

// risk.cpp
PageAsked fetch_risk(Desk& desk);
PageAsked fetch_switches(Desk& desk);
net::Task<Exit> kill_switch_on(Desk& desk);
net::Task<Exit> kill_switch_off(Desk& desk);
net::Task<Exit> resume_trading(Desk& desk);
net::Task<Exit> enable_trading(Desk& desk);
net::Task<Exit> disable_trading(Desk& desk);

// events.cpp
net::Task<Exit> tell_events(Desk& desk);

// monitor.cpp
net::Task<Exit> monitor(Desk& desk);

// venue_key.cpp
PageAsked fetch_venue_keys(Desk& desk);
net::Task<Exit> set_venue_key(Desk& desk);
net::Task<Exit> remove_venue_key(Desk& desk);

// bots.cpp
PageAsked fetch_bots(Desk& desk);
PageAsked fetch_bot_status(Desk& desk);
PageAsked fetch_bot_positions(Desk& desk);
PageAsked fetch_bot_position(Desk& desk);    // ID
net::Task<Exit> pause_bot(Desk& desk);       // --scope, --reason
net::Task<Exit> resume_bot(Desk& desk);      // [--scope]
net::Task<Exit> emergency_stop(Desk& desk);  // [--mode], --reason
PageAsked fetch_emergency_stops(Desk& desk);
PageAsked fetch_breakers(Desk& desk);
net::Task<Exit> resolve_breaker(Desk& desk);  // TYPE, --reason

// bot_config.cpp
PageAsked fetch_bot_config(Desk& desk);
PageAsked fetch_bot_config_history(Desk& desk);
net::Task<Exit> set_bot_config(Desk& desk);  // KEY=VALUE

// bot_history.cpp
PageAsked fetch_bot_pnl(Desk& desk);
PageAsked fetch_bot_metrics(Desk& desk);  // METRIC
PageAsked fetch_bot_trades(Desk& desk);
PageAsked fetch_bot_funding(Desk& desk);
PageAsked fetch_bot_breakers(Desk& desk);

// access.cpp
PageAsked fetch_users(Desk& desk);
net::Task<Exit> add_user(Desk& desk);      // NAME, --role
net::Task<Exit> set_role(Desk& desk);      // NAME ROLE
net::Task<Exit> disable_user(Desk& desk);  // NAME
net::Task<Exit> enable_user(Desk& desk);   // NAME
net::Task<Exit> set_password(Desk& desk);  // NAME
PageAsked fetch_api_keys(Desk& desk);
net::Task<Exit> add_api_key(Desk& desk);     // NAME, --scope
net::Task<Exit> revoke_api_key(Desk& desk);  // ID

// signals.cpp
PageAsked fetch_signals(Desk& desk);
PageAsked fetch_signal(Desk& desk);          // ID
net::Task<Exit> approve_signal(Desk& desk);  // ID
net::Task<Exit> reject_signal(Desk& desk);   // ID, --reason
net::Task<Exit> cancel_signal(Desk& desk);   // ID, --producer, --secret-file

// producers.cpp
PageAsked fetch_producers(Desk& desk);
net::Task<Exit> add_producer(Desk& desk);     // NAME
net::Task<Exit> revoke_producer(Desk& desk);  // ID
net::Task<Exit> sign(Desk& desk);             // --producer, --secret-file

// signal_policies.cpp
PageAsked fetch_policies(Desk& desk);
net::Task<Exit> set_policy(Desk& desk);  // STRATEGY

// analytics.cpp
PageAsked fetch_performance(Desk& desk);
PageAsked fetch_exposure(Desk& desk);
PageAsked fetch_report(Desk& desk);

// audit.cpp
PageAsked fetch_audit(Desk& desk);
net::Task<Exit> verify_audit(Desk& desk);
net::Task<Exit> export_audit(Desk& desk);

// ids.cpp
net::Task<Exit> print_ids(Desk& desk);  // KIND

// trading_table.cpp: the trading desk's rows of the command table.
std::vector<Command> plan_commands();
std::vector<Command> position_commands();
std::vector<Command> operation_commands();
std::vector<Command> strategy_commands();
std::vector<Command> risk_commands();

// control_table.cpp: the rows of bots, users, keys and the audit.
std::vector<Command> bot_commands();
std::vector<Command> access_commands();
std::vector<Command> audit_commands();

// signals_table.cpp: the rows of signals, who sends them, and analytics.
std::vector<Command> signal_commands();
std::vector<Command> analytics_commands();

// For those that ask the server for a document: the page it makes, without a view.
Page page_of(const std::string& body, std::string list = {});
// SYMBOL as the server wants it ("btc/usdc" is BTCUSDC); an error that says what a symbol is.
Result<std::string, client::Error> symbol_of(const Invocation& asked);
// A whole number within bounds; `otherwise` when the option was not given.
Result<std::int64_t, client::Error> number_of(const Invocation& asked, std::string_view name, std::int64_t least,
                                              std::int64_t most, std::int64_t otherwise);
Unexpected<client::Error> invalid(std::string text);

}  // namespace robson::cli
