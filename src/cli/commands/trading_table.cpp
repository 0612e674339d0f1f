// A table: the trading desk's commands, in the order of the program's help.
#include <vector>

#include "cli/commands/all.hpp"
#include "cli/commands/asking.hpp"

namespace robson::cli {
namespace {

using Words = std::vector<std::string_view>;

Argument symbol() {
  return {.name = "SYMBOL",
          .help = "the market's name: BTCUSDC, btcusdc or BTC/USDC",
          .required = true,
          .choices = {},
          .known_by = "symbols"};
}
Argument id(std::string_view help, std::string_view kind, std::string_view name = "ID") {
  return {.name = name, .help = help, .required = true, .choices = {}, .known_by = kind};
}
Argument plan_id(std::string_view name) {
  return id("the plan's number, as plan and plans show it", "plans", name);
}
Argument position_id() {
  return id("the position's number, as positions list shows it", "positions");
}
Argument operation_id() {
  return id("the operation's number, as operations list shows it", "operations");
}
Option option(std::string_view name, std::string_view value, std::string_view help, Words choices = {}) {
  return {.name = name, .value = value, .help = help, .choices = std::move(choices)};
}
Option flag(std::string_view name, std::string_view help) {
  return option(name, "", help);
}
Option reason() {
  return option("--reason", "TEXT", "why, in up to 200 characters; kept in the audit");
}

// The options of every list in pages, behind its own.
std::vector<Option> listed(std::vector<Option> own, bool csv = false) {
  own.push_back(option("--limit", "N", "rows of one page, 1 to 1000 (default 50)"));
  own.push_back(option("--cursor", "TEXT", "the next page: what the page before named"));
  own.push_back(flag("--all", "every page, up to 100,000 rows"));
  if (csv) own.push_back(flag("--csv", "the server's CSV of the whole filter, for spreadsheets"));
  return own;
}
Option from() {
  return option("--from", "TIME", "at or after: 2025-12-01 or 2025-12-01T09:30:00Z");
}
Option to() {
  return option("--to", "TIME", "before; a date is the last day");
}
Option filter_symbol() {
  return option("--symbol", "SYMBOL", "of one market");
}

std::vector<Option> history_options(bool with_days) {
  std::vector<Option> own;
  if (with_days) own.push_back(option("--days", "N", "of the last N days"));
  own.insert(own.end(), {from(), to(), filter_symbol(), option("--side", "SIDE", "BUY or SELL", {"BUY", "SELL"}),
                         option("--status", "STATUS", "PLANNED, ACTIVE, CLOSED or CANCELLED",
                                {"PLANNED", "ACTIVE", "CLOSED", "CANCELLED"}),
                         option("--strategy", "NAME", "name or number of the strategy"),
                         option("--sort", "FIELD", "by a field, descending as --sort=-FIELD (default -opened_at)",
                                {"opened_at", "closed_at", "symbol", "quantity", "realized_pnl", "fees", "id"})});
  return listed(std::move(own), true);
}

std::vector<Option> plan_options() {
  return {option("--strategy", "NAME", "name or number of the strategy (default: the first active one)"),
          option("--capital", "AMOUNT", "compute the size from this much (at most the account's equity is traded)"),
          flag("--balance", "compute the size from the account's equity; so it is without --capital, too"),
          option("--limit", "PRICE", "enter at this price instead of the best one of the book"),
          option("--target", "PRICE", "leave with a profit at this price instead of the strategy's"),
          option("--quantity", "SIZE", "a size of your own, at most 5 % below the computed one"),
          key_option};
}

Command plan_command(std::string_view path, std::string_view summary, std::vector<Example> examples, Act act) {
  return {.path = path,
          .summary = summary,
          .details =
              "Computes the entry, the technical stop out of the last 200 candles of 15 minutes, and the size that "
              "risks what the strategy "
              "allows, and shows why: each level that was considered and what spoke against it. Nothing is traded. A "
              "plan lives 5 minutes.",
          .arguments = {symbol()},
          .options = plan_options(),
          .examples = std::move(examples),
          .act = act};
}

std::vector<Option> order_options() {
  return listed(
      {option("--status", "STATUS", "open, or one or more statuses with commas between",
              {"open", "PENDING", "PARTIALLY_FILLED", "FILLED", "CANCELLED", "REJECTED", "EXPIRED", "UNKNOWN"}),
       filter_symbol(), option("--operation", "ID", "of one operation"),
       option("--purpose", "PURPOSE", "ENTRY, STOP, TARGET or EXIT", {"ENTRY", "STOP", "TARGET", "EXIT"}), from(),
       to()});
}

std::vector<Option> rule_options(std::vector<Option> before, std::vector<Option> behind) {
  before.push_back({.name = "--set",
                    .value = "NAME=VALUE",
                    .help = "a rule, such as level=3 or risk_fraction=0.01; may stand several times",
                    .choices = {},
                    .letter = "",
                    .value_optional = false,
                    .repeatable = true});
  before.insert(before.end(), behind.begin(), behind.end());
  return before;
}

}  // namespace

std::vector<Command> plan_commands() {
  return {
      {.path = "plan", .summary = "Plan a trade: entry, technical stop, size and risk, explained"},
      plan_command("plan buy", "Plan a long position",
                   {{"robson plan buy BTCUSDC", "at the best ask, sized from the account's equity"},
                    {"robson plan buy BTCUSDC --capital 1000 --limit 88000", "another capital, a limit"}},
                   plan_buy),
      plan_command("plan sell", "Plan a short position; needs an account that can borrow",
                   {{"robson plan sell BTCUSDC", "at the best bid"}}, plan_sell),
      {.path = "plan show",
       .summary = "A plan with its report",
       .arguments = {plan_id("ID")},
       .examples = {{"robson plan show 12", "plan 12"}},
       .fetch = fetch_plan,
       .following = {.channels = {"operations"}}},
      {.path = "plans",
       .summary = "Plans, newest first",
       .options = listed({option("--status", "STATUS", "DRAFT, VALIDATED, EXECUTED, EXPIRED or REJECTED",
                                 {"DRAFT", "VALIDATED", "EXECUTED", "EXPIRED", "REJECTED"}),
                          filter_symbol()}),
       .examples = {{"robson plans", "the last 50"},
                    {"robson plans --status VALIDATED", "those that wait for execution"}},
       .fetch = fetch_plans,
       .following = {.channels = {"operations"}}},
      {.path = "validate",
       .summary = "Run every check on a plan and keep the report with it",
       .details = "The exit code is 0 when it passes, 0 as well with warnings (they are shown, and execution has to "
                  "acknowledge them), and 5 when it fails.",
       .arguments = {plan_id("PLAN")},
       .options = {key_option},
       .examples = {{"robson validate 12", "the report of plan 12"}},
       .act = validate_plan},
      {.path = "execute",
       .summary = "Execute a validated plan: a dry run, or with --live for real",
       .details = "Without --live it prints what would be sent, and the plan is not used up. With --live it shows what "
                  "will happen and asks. --validated says "
                  "that you validated the plan; the server checks it itself. The exit code is 0 when the entry was "
                  "filled, wholly or in part; 1 when it "
                  "ended without a fill; 5 when a rule or the exchange refused it; 7 when the price is stale; 8 when "
                  "the outcome is not known yet.",
       .arguments = {plan_id("PLAN")},
       .options = {flag("--validated", "the plan was validated; without it nothing is done"),
                   flag("--live", "send the order"),
                   flag("--acknowledge-risk", "you may lose what the plan names; --live needs it"),
                   flag("--acknowledge-warnings", "go on in spite of the report's warnings"), wait_option, yes_option,
                   key_option},
       .examples = {{"robson execute 12 --validated", "what would be sent"},
                    {"robson execute 12 --validated --live --acknowledge-risk", "shows what will happen, and asks"},
                    {"robson execute 12 --validated --live --acknowledge-risk --yes", "for scripts"}},
       .act = execute_plan},
      {.path = "analyze",
       .summary = "Supports, resistances and volatility, and what a buy and a sell would be stopped at",
       .arguments = {symbol()},
       .options = {option("--interval", "LENGTH", "1m, 5m, 15m, 1h, 4h or 1d (default 15m)",
                          {"1m", "5m", "15m", "1h", "4h", "1d"}),
                   option("--capital", "AMOUNT", "compute the sizes from this much")},
       .examples = {{"robson analyze BTCUSDC", "levels out of the last 200 candles"},
                    {"robson analyze BTCUSDC --interval 1h", "of the hour"}},
       .fetch = fetch_analysis},
  };
}

std::vector<Command> position_commands() {
  return {
      {.path = "positions close",
       .summary = "Leave a position, or part of it",
       .details = "At market, or with --limit at that price or better, immediate or cancel. Names what will happen and "
                  "asks. The exit code is 1 when nothing was "
                  "sold at the limit, and 8 when the position is still being left.",
       .arguments = {position_id()},
       .options = {option("--quantity", "SIZE", "only this much of it"),
                   option("--limit", "PRICE", "at this price or better"), wait_option, yes_option, key_option},
       .examples = {{"robson positions close 1", "all of it at market"},
                    {"robson positions close 1 --quantity 0.0001 --yes", "a part, without a question"}},
       .act = close_position},
      {.path = "positions protect",
       .summary = "Move the stop or the target of a position",
       .details = "The stop never goes beyond the one that the size was computed for. The orders at the exchange are "
                  "replaced in one step.",
       .arguments = {position_id()},
       .options = {option("--stop", "PRICE", "the new stop"), option("--target", "PRICE", "the new target"),
                   flag("--no-target", "take the target away"), wait_option, yes_option, key_option},
       .examples = {{"robson positions protect 1 --stop 88000", "asks, then moves the stop"},
                    {"robson positions protect 1 --no-target --yes", ""}},
       .act = protect_position},
      {.path = "positions detach",
       .summary = "Let a position go: its orders are cancelled, its coins stay, unwatched",
       .arguments = {position_id()},
       .options = {reason(), yes_option, key_option},
       .examples = {{"robson positions detach 1 --reason \"moved to cold storage\"", "asks before it"}},
       .act = detach_position},
      {.path = "monitor",
       .summary = "One pass over the open positions for a scheduler: stops and targets that were reached",
       .details = "Prints one JSON document a line for each open position: operation_id, symbol, bid, ask, stop, "
                  "target, triggered (STOP, TARGET or null), protection, "
                  "stale, action. The server watches every tick by itself and the exchange holds the stop; this is a "
                  "check from outside. What was reached "
                  "is closed at market through the API, once: the Idempotency-Key is made of operation, trigger and "
                  "level, so passes that overlap or repeat "
                  "close nothing twice. With --dry-run nothing is closed and a trigger ends with exit code 1. A stale "
                  "price decides nothing and ends with 7.",
       .options = {flag("--once", "one pass; needed"), flag("--dry-run", "report only")},
       .examples = {{"robson monitor --once --dry-run", "what is reached now"},
                    {"robson monitor --once", "every minute, from a scheduler"}},
       .act = monitor},
  };
}

std::vector<Command> operation_commands() {
  return {
      {.path = "operations",
       .summary = "Operations, open and ended",
       .options = history_options(false),
       .examples = {{"robson operations", "the last 50"}},
       .fetch = fetch_operations,
       .following = {.channels = {"operations"}}},
      {.path = "operations list",
       .summary = "The same as operations",
       .options = history_options(false),
       .examples = {{"robson operations list --status CLOSED --sort=-realized_pnl", "the best first"},
                    {"robson operations list --csv > operations.csv", "all of them, for a spreadsheet"}},
       .fetch = fetch_operations,
       .following = {.channels = {"operations"}}},
      {.path = "operations active",
       .summary = "Operations that have not ended",
       .examples = {{"robson operations active", "oldest first"}},
       .fetch = fetch_active_operations,
       .following = {.channels = {"operations", "positions"}}},
      {.path = "operations show",
       .summary = "One operation with its life, its orders and its stop",
       .arguments = {operation_id()},
       .examples = {{"robson operations show 1", "operation 1"}},
       .fetch = fetch_operation,
       .following = {.channels = {"operations", "orders", "positions"}}},
      {.path = "operations history",
       .summary = "Operations of a time, filtered and sorted",
       .options = history_options(true),
       .examples = {{"robson operations history --from 2025-12-01 --symbol BTCUSDC", "since a day"},
                    {"robson operations history --days 30 --all --json", "every page in one document"}},
       .fetch = fetch_operations,
       .following = {.channels = {"operations"}}},
      {.path = "operations trades",
       .summary = "The fills of an operation, with their fees",
       .arguments = {operation_id()},
       .examples = {{"robson operations trades 1", ""}},
       .fetch = fetch_trades,
       .following = {.channels = {"orders"}}},
      {.path = "operations proof",
       .summary = "What led to each exit: trigger, decision, order, fill, and the time of each step",
       .arguments = {operation_id()},
       .examples = {{"robson operations proof 1", ""}},
       .fetch = fetch_proofs,
       .following = {.channels = {"operations"}}},
      {.path = "history",
       .summary = "Short for operations history",
       .options = history_options(true),
       .examples = {{"robson history --days 7", "the last week"}},
       .fetch = fetch_operations,
       .following = {.channels = {"operations"}}},
      {.path = "orders",
       .summary = "Orders, newest first; orders at the exchange that are not Robson's come first",
       .options = order_options(),
       .examples = {{"robson orders --status open", "what stands at the exchange now"}},
       .fetch = fetch_orders,
       .following = {.channels = {"orders"}}},
      {.path = "orders list",
       .summary = "The same as orders",
       .options = order_options(),
       .examples = {{"robson orders list --symbol BTCUSDC", "of one market"}},
       .fetch = fetch_orders,
       .following = {.channels = {"orders"}}},
      {.path = "orders show",
       .summary = "One order",
       .arguments = {id("the order's number, as orders shows it", "orders")},
       .examples = {{"robson orders show 3", ""}},
       .fetch = fetch_order,
       .following = {.channels = {"orders"}}},
      {.path = "orders cancel",
       .summary = "Cancel an entry, or an exit by limit; a protective order is refused",
       .details = "The exit code is 5 when it came too late and the order was filled, and 8 when the exchange has not "
                  "confirmed it yet.",
       .arguments = {id("the order's number, as orders shows it", "orders")},
       .options = {yes_option, key_option},
       .examples = {{"robson orders cancel 3", "asks before it"}},
       .act = cancel_order},
      {.path = "movements",
       .summary = "The ledger: every change of a balance with its cause",
       .options = listed(
           {option("--asset", "ASSET", "of one asset, such as USDC"), option("--operation", "ID", "of one operation"),
            option("--cause", "CAUSE", "opening, entry, exit, fee or external",
                   {"opening", "entry", "exit", "fee", "external"}),
            from(), to()},
           true),
       .examples = {{"robson movements --asset USDC", "newest first"},
                    {"robson movements --csv > movements.csv", "for a spreadsheet"}},
       .fetch = fetch_movements,
       .following = {.channels = {"operations"}}},
      {.path = "symbols",
       .summary = "The exchange's markets with their units",
       .arguments = {{.name = "QUERY", .help = "part of the name", .required = false}},
       .options = {option("--quote", "ASSET", "that are paid in this"), flag("--watched", "whose prices stream now"),
                   option("--limit", "N", "1 to 5000 (default 1000)")},
       .examples = {{"robson symbols BTC", "those with BTC in their name"}},
       .fetch = fetch_symbols},
  };
}

std::vector<Command> strategy_commands() {
  const Argument strategy = id("the strategy's number, as strategies shows it", "strategies");
  return {
      {.path = "strategies",
       .summary = "Strategies with their risk rules, and templates to begin from",
       .examples = {{"robson strategies", ""}},
       .fetch = fetch_strategies,
       .following = {.channels = {"operations"}}},
      {.path = "strategies list",
       .summary = "The same as strategies",
       .examples = {{"robson strategies list", ""}},
       .fetch = fetch_strategies,
       .following = {.channels = {"operations"}}},
      {.path = "strategies show",
       .summary = "One strategy with each of its rules",
       .arguments = {strategy},
       .examples = {{"robson strategies show 1", ""}},
       .fetch = fetch_strategy,
       .following = {.channels = {"operations"}}},
      {.path = "strategies create",
       .summary = "Make a strategy",
       .arguments = {{.name = "NAME", .help = "its name"}},
       .options = rule_options({option("--from", "TEMPLATE", "begin with this template's rules"),
                                option("--description", "TEXT", "what it is for")},
                               {key_option}),
       .examples = {{"robson strategies create Swing --set level=2 --set reward_risk=3",
                     "rules that are not named have their defaults"}},
       .act = create_strategy},
      {.path = "strategies edit",
       .summary = "Change a strategy; makes a new version of it",
       .details = "--set takes every rule that strategies show names, and name, description and active. Open "
                  "operations keep the rules that they were planned with.",
       .arguments = {strategy},
       .options = rule_options({}, {}),
       .examples = {{"robson strategies edit 1 --set trailing=true", ""}},
       .act = edit_strategy},
      {.path = "strategies history",
       .summary = "What was changed in a strategy, when and by whom",
       .arguments = {strategy},
       .examples = {{"robson strategies history 1", ""}},
       .fetch = fetch_strategy_history,
       .following = {.channels = {"operations"}}},
  };
}

std::vector<Command> risk_commands() {
  return {
      {.path = "risk",
       .summary = "The month's risk budget, worst case, protection, drawdown, switches and alarms",
       .examples = {{"robson risk", ""}, {"robson risk --watch", "kept up to date"}},
       .fetch = fetch_risk,
       .following = {.channels = {"positions", "stats", "pause_state", "alerts"}}},
      {.path = "exposure",
       .summary = "Short for account exposure",
       .examples = {{"robson exposure", ""}},
       .fetch = fetch_exposure,
       .following = {.channels = {"positions", "stats"}}},
      {.path = "kill-switch",
       .summary = "Whether trading is stopped, and by whom",
       .examples = {{"robson kill-switch", "the switches now"}},
       .fetch = fetch_switches,
       .following = {.channels = {"pause_state"}}},
      {.path = "kill-switch status",
       .summary = "The same as kill-switch",
       .examples = {{"robson kill-switch status", ""}},
       .fetch = fetch_switches,
       .following = {.channels = {"pause_state"}}},
      {.path = "kill-switch on",
       .summary = "Stop all entries now and cancel entry orders; protection and exits go on",
       .details = "It does not ask: stopping has to be quick. Open positions keep their stops. Only an admin takes it "
                  "off again.",
       .options = {reason(), key_option},
       .examples = {{"robson kill-switch on --reason \"news in five minutes\"", ""}},
       .act = kill_switch_on},
      {.path = "kill-switch off",
       .summary = "Allow entries again",
       .options = {yes_option, key_option},
       .examples = {{"robson kill-switch off", "asks before it"}},
       .act = kill_switch_off},
      {.path = "trading",
       .summary = "Whether live execution is allowed",
       .examples = {{"robson trading", ""}},
       .fetch = fetch_switches,
       .following = {.channels = {"pause_state"}}},
      {.path = "trading enable",
       .summary = "Allow live execution for this client",
       .options = {yes_option, key_option},
       .examples = {{"robson trading enable", "asks before it"}},
       .act = enable_trading},
      {.path = "trading disable",
       .summary = "Forbid live execution for this client; protection and exits go on",
       .options = {key_option},
       .examples = {{"robson trading disable", ""}},
       .act = disable_trading},
      {.path = "trading resume",
       .summary = "End the pause that the month's loss limit began",
       .options = {reason(), yes_option, key_option},
       .examples = {{"robson trading resume --reason \"reviewed with the risk desk\"", "asks before it"}},
       .act = resume_trading},
      {.path = "venue-key",
       .summary = "Which key opens the account at the exchange",
       .examples = {{"robson venue-key", "never the secret"}},
       .fetch = fetch_venue_keys},
      {.path = "venue-key show",
       .summary = "The same as venue-key",
       .examples = {{"robson venue-key show", ""}},
       .fetch = fetch_venue_keys},
      {.path = "venue-key set",
       .summary = "Enter the venue key; it is tried, sealed and used at once",
       .details = "Key and secret are asked for without showing them, or read as two lines from standard input; never "
                  "from arguments, which other users can see. A key that may withdraw is refused.",
       .examples = {{"robson venue-key set", "asks for both"}, {"robson venue-key set < two-lines", "for scripts"}},
       .act = set_venue_key},
      {.path = "venue-key remove",
       .summary = "Forget the venue key; refused while positions are open",
       .options = {yes_option},
       .examples = {{"robson venue-key remove", "asks before it"}},
       .act = remove_venue_key},
  };
}

}  // namespace robson::cli
