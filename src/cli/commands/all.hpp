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
PageAsked fetch_exposure(Desk& desk);
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

// ids.cpp
net::Task<Exit> print_ids(Desk& desk);  // KIND

// trading_table.cpp: the trading desk's rows of the command table.
std::vector<Command> plan_commands();
std::vector<Command> position_commands();
std::vector<Command> operation_commands();
std::vector<Command> strategy_commands();
std::vector<Command> risk_commands();

// For those that ask the server for a document: the page it makes, without a view.
Page page_of(const std::string& body, std::string list = {});
// SYMBOL as the server wants it ("btc/usdc" is BTCUSDC); an error that says what a symbol is.
Result<std::string, client::Error> symbol_of(const Invocation& asked);
// A whole number within bounds; `otherwise` when the option was not given.
Result<std::int64_t, client::Error> number_of(const Invocation& asked, std::string_view name, std::int64_t least,
                                              std::int64_t most, std::int64_t otherwise);
Unexpected<client::Error> invalid(std::string text);

}  // namespace robson::cli
