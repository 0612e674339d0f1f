// A table: the commands of signals, producers, policies and analytics, in the order of the program's help.
#include <vector>

#include "cli/commands/documents.hpp"

namespace robson::cli {
namespace {

using Words = std::vector<std::string_view>;

Option option(std::string_view name, std::string_view value, std::string_view help, Words choices = {}) {
  return {.name = name, .value = value, .help = help, .choices = std::move(choices)};
}
Argument argument(std::string_view name, std::string_view help, std::string_view kind) {
  return {.name = name, .help = help, .required = true, .choices = {}, .known_by = kind};
}
Argument signal_id() {
  return argument("ID", "the signal's number, as signals shows it", "signals");
}
Option reason() {
  return option("--reason", "TEXT", "why, in up to 500 characters; kept with the decision");
}
Option producer() {
  return option("--producer", "ID", "the producer's id, as producer add printed it");
}
Option secret_file() {
  return option("--secret-file", "FILE", "its secret, in a file that only you can read");
}
Option zone() {
  return option("--tz", "ZONE", "days and hours of this time zone, such as Europe/Berlin (default: this machine's)");
}

std::vector<Option> signal_filters() {
  return {option("--status", "STATUS", "NEW, APPROVED, REJECTED, EXPIRED or CANCELLED",
                 {"NEW", "APPROVED", "REJECTED", "EXPIRED", "CANCELLED"}),
          option("--instrument", "SYMBOL", "of one instrument"),
          option("--side", "SIDE", "BUY or SELL", {"BUY", "SELL"}),
          option("--producer", "ID", "of one producer"),
          option("--min-confidence", "N", "of at least this confidence, 0 to 1"),
          option("--from", "TIME", "at or after: 2025-12-01 or 2025-12-01T09:30:00Z"),
          option("--to", "TIME", "before; a date is the last day"),
          option("--limit", "N", "rows of one page, 1 to 1000 (default 50)"),
          option("--cursor", "TEXT", "the next page: what the page before named"),
          option("--csv", "", "the server's CSV of the whole filter, for spreadsheets")};
}

std::vector<Command> deciding_commands() {
  return {
      {.path = "signals",
       .summary = "Signals: those that wait first, then the newest",
       .details =
           "Maturity is of the age: Fresh under 5 minutes, Aging under 15, then Stale. AWAY is from the signal's "
           "price to the price at which it could be followed now.",
       .options = signal_filters(),
       .examples = {{"robson signals", "a table; TSV when piped"},
                    {"robson signals --watch", "as they come"},
                    {"robson signals --status NEW --min-confidence 0.7 --json", "for programs"}},
       .fetch = fetch_signals,
       .following = {.channels = {"approvals"}}},
      {.path = "signals list",
       .summary = "The same as signals",
       .options = signal_filters(),
       .examples = {{"robson signals list --instrument BTCUSDC --from 2025-12-01", ""}},
       .fetch = fetch_signals,
       .following = {.channels = {"approvals"}}},
      {.path = "signals show",
       .summary = "One signal with its wish, its payload and its decision",
       .arguments = {signal_id()},
       .examples = {{"robson signals show 7", ""}},
       .fetch = fetch_signal,
       .following = {.channels = {"approvals"}}},
      {.path = "signals approve",
       .summary = "Approve a signal: it becomes a plan, which is validated at once and shown",
       .details = "Nothing is executed; the answer says how to. Stop and size of the plan are ours, not the signal's. "
                  "The exit code is 5 when somebody decided before, when the strategy's policy refuses, and when the "
                  "approval stands but its plan failed its checks or could not be made.",
       .arguments = {signal_id()},
       .options = {reason(), key_option},
       .examples = {{"robson signals approve 7", "then: robson execute PLAN --validated"},
                    {"robson signals approve 7 --reason \"trend agrees\"", ""}},
       .act = approve_signal},
      {.path = "signals reject",
       .summary = "Reject a signal",
       .arguments = {signal_id()},
       .options = {reason(), key_option},
       .examples = {{"robson signals reject 7 --reason \"news in five minutes\"", ""}},
       .act = reject_signal},
      {.path = "signals cancel",
       .summary = "Take back a signal that waits: for the producer that sent it, without a session",
       .arguments = {signal_id()},
       .options = {producer(), secret_file()},
       .examples = {{"robson signals cancel 7 --producer prd_4f7k2m9q1x8z --secret-file sma.secret", ""}},
       .act = cancel_signal},
  };
}

std::vector<Command> producing_commands() {
  return {
      {.path = "sign",
       .summary = "Sign a signal that stands on standard input: print the headers, or post it",
       .details =
           "Without --post it prints the four headers, for curl --header @FILE; they are good for 300 seconds and "
           "for one request. The body is signed byte for byte as it stands. It needs no session.",
       .options = {producer(), secret_file(), option("--post", "", "send it, and show the signal that came of it")},
       .examples = {{"robson sign --producer prd_4f7k2m9q1x8z --secret-file sma.secret --post < signal.json", ""},
                    {"robson sign --producer prd_4f7k2m9q1x8z --secret-file sma.secret < signal.json > headers", ""}},
       .act = sign},
      {.path = "producer", .summary = "Who may send signals (admin)"},
      {.path = "producer list",
       .summary = "The producers and what each has sent",
       .examples = {{"robson producer list", ""}},
       .fetch = fetch_producers},
      {.path = "producer add",
       .summary = "Make a producer; its secret is shown this once",
       .details = "With --secret-file the secret goes into a new file that only you can read, and is not printed. A "
                  "passphrase is made only with --webhook.",
       .arguments = {{.name = "NAME", .help = "what it is called"}},
       .options = {option("--strategy", "NAME",
                          "name or number of the strategy whose rules and policy its signals follow "
                          "(default: the first active one)"),
                   option("--webhook", "", "it may also use the form for TradingView alerts"),
                   option("--secret-file", "FILE", "write the secret here instead of printing it"), password_option},
       .examples = {{"robson producer add sma-bot --secret-file sma.secret", "prints the id"},
                    {"robson producer add alerts --webhook --json", "for programs"}},
       .act = add_producer},
      {.path = "producer revoke",
       .summary = "Revoke a producer, at once; its waiting signals are cancelled",
       .arguments = {argument("ID", "the producer's id, as producer list shows it", "producers")},
       .options = {password_option, yes_option},
       .examples = {{"robson producer revoke prd_4f7k2m9q1x8z", "asks before it"}},
       .act = revoke_producer},
      {.path = "policy", .summary = "What a strategy asks of signals before one may be approved"},
      {.path = "policy list",
       .summary = "The policies",
       .examples = {{"robson policy list", ""}},
       .fetch = fetch_policies},
      {.path = "policy set",
       .summary = "Set what a strategy asks of signals (admin); what is not named stays",
       .arguments = {argument("STRATEGY", "name or number of the strategy", "strategies")},
       .options = {option("--min-confidence", "N", "approve only with at least this confidence, 0 to 1, or none"),
                   option("--cooldown", "SECONDS", "between two approvals, 0 to 86400, or none"),
                   option("--daily-cap", "N", "approvals a day (UTC), 0 to 1000, or none"), password_option,
                   key_option},
       .examples = {{"robson policy set 1 --min-confidence 0.6 --cooldown 300", ""},
                    {"robson policy set 1 --daily-cap none", "as many as come"}},
       .act = set_policy},
  };
}

}  // namespace

std::vector<Command> signal_commands() {
  std::vector<Command> all = deciding_commands();
  const auto producing = producing_commands();
  all.insert(all.end(), producing.begin(), producing.end());
  return all;
}

std::vector<Command> analytics_commands() {
  return {
      {.path = "performance",
       .summary = "How the closed operations have done, and the equity with them",
       .details = "What does not exist, such as a profit factor without a loss, is shown as unknown.",
       .options = {option("--window", "TIME", "7d, 30d, 90d, 365d or all (default 30d)",
                          {"7d", "30d", "90d", "365d", "all"}),
                   option("--by", "WHAT", "in groups: strategy, symbol, side, weekday, hour or month",
                          {"strategy", "symbol", "side", "weekday", "hour", "month"}),
                   option("--strategy", "NAME", "of one strategy, by its name or number"),
                   option("--symbol", "SYMBOL", "of one market"), zone(),
                   option("--csv", "", "the server's CSV: the groups, or the operations")},
       .examples = {{"robson performance", "the last 30 days"},
                    {"robson performance --window 90d --by strategy", "each strategy by itself"},
                    {"robson performance --window all --by hour --tz Europe/Berlin", ""}},
       .fetch = fetch_performance},
      {.path = "report",
       .summary = "One day: what was made since midnight, since yesterday's close and overnight, and what was done",
       .options = {option("--date", "DATE", "such as 2026-01-02 (default: today)"), zone(),
                   option("--close", "HH:MM", "when yesterday closed (default 17:00)"),
                   option("--open", "HH:MM", "when the night ends (default 09:00)"),
                   option("--csv", "", "the server's CSV, for spreadsheets")},
       .examples = {{"robson report", "today so far"}, {"robson report --date 2026-01-02 --tz America/Sao_Paulo", ""}},
       .fetch = fetch_report},
  };
}

}  // namespace robson::cli
