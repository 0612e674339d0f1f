// A table: the commands of bots, users, keys and the audit, in the order of the program's help.
#include <vector>

#include "cli/commands/documents.hpp"

namespace robson::cli {
namespace {

using Words = std::vector<std::string_view>;

Option option(std::string_view name, std::string_view value, std::string_view help, Words choices = {}) {
  return {.name = name, .value = value, .help = help, .choices = std::move(choices)};
}
Option flag(std::string_view name, std::string_view help) {
  return option(name, "", help);
}
Option reason() {
  return option("--reason", "TEXT", "why, in up to 200 characters; kept in the audit");
}
Argument argument(std::string_view name, std::string_view help, Words choices = {}) {
  return {.name = name, .help = help, .required = true, .choices = std::move(choices)};
}
Argument user_name() {
  return argument("NAME", "the user's name");
}

const Words scopes = {"all", "entry", "exit", "asgard", "hyperliquid"};
const Words breaker_types = {"asgard_health", "hyperliquid_margin", "price_deviation", "negative_apy",
                             "lst_depeg",     "high_gas",           "chain_outage",    "manual"};
const Words metrics = {"total_pnl",     "realized_pnl",    "unrealized_pnl", "funding_pnl",  "position_pnl",
                       "health_factor", "margin_fraction", "delta_ratio",    "funding_rate", "deployed"};

std::vector<Option> period(std::vector<Option> own) {
  std::vector<Option> all = {option("--days", "N", "of the last N days, 1 to 365 (default 7)"),
                             option("--position", "ID", "of this position only")};
  all.insert(all.end(), own.begin(), own.end());
  all.insert(all.end(), {flag("--csv", "the server's CSV of the whole period, for spreadsheets"), bot_option});
  return all;
}
Option resolution() {
  return option("--resolution", "WIDTH", "auto, 1min, 5min, 1hour or 1day (default auto: by the period)",
                {"auto", "1min", "5min", "1hour", "1day"});
}
std::vector<Option> rows() {
  return period({option("--limit", "N", "rows of one page, 1 to 1000 (default 50)"),
                 option("--cursor", "TEXT", "the next page: next_cursor of the page before, with --json")});
}

std::vector<Command> watching_commands() {
  return {
      {.path = "bot", .summary = "Delta-neutral bots: watch them, pause them, stop them"},
      {.path = "bot list",
       .summary = "The bots and how each is",
       .examples = {{"robson bot list", "a table; TSV when piped"}},
       .fetch = fetch_bots,
       .following = {.channels = {"bots"}}},
      {.path = "bot status",
       .summary = "Whether a bot acts: state, pauses, breakers, chains, and the age of what is known",
       .options = {bot_option},
       .examples = {{"robson bot status", "the default bot"}, {"robson bot status --bot second --watch", "kept fresh"}},
       .fetch = fetch_bot_status,
       .following = {.channels = {"bots", "pause_state"}}},
      {.path = "bot positions",
       .summary = "The two-legged positions of a bot",
       .details = "While the bot is away it shows what was known last, marked STALE, and the exit code is 7.",
       .options = {bot_option},
       .examples = {{"robson bot positions", "a table; TSV when piped"}},
       .fetch = fetch_bot_positions,
       .following = {.channels = {"positions"}}},
      {.path = "bot show",
       .summary = "One position: sizing, both legs, profit, risk, life",
       .arguments = {argument("ID", "the position's id, as bot positions shows it")},
       .options = {bot_option},
       .examples = {{"robson bot show pos-0001", ""}},
       .fetch = fetch_bot_position,
       .following = {.channels = {"positions"}}},
  };
}

std::vector<Command> steering_commands() {
  return {
      {.path = "bot pause",
       .summary = "Pause a bot, or a part of what it does",
       .details = "Operators pause entry and exit, admins every scope. A pause of entry stops neither exits nor the "
                  "watch over risk; emergency exits go on in any pause but one with --including-emergency.",
       .options = {option("--scope", "SCOPE", "all, entry, exit, asgard or hyperliquid", scopes), reason(),
                   flag("--including-emergency", "emergency exits too; asks before it"), bot_option, password_option,
                   yes_option, key_option},
       .examples = {{"robson bot pause --scope entry --reason \"funding turns\"", "no new positions"}},
       .act = pause_bot},
      {.path = "bot resume",
       .summary = "Clear manual pauses of the scopes that you may set",
       .options = {option("--scope", "SCOPE", "only of this scope", scopes), reason(), bot_option, password_option,
                   yes_option, key_option},
       .examples = {{"robson bot resume --scope entry", "asks before it"}},
       .act = resume_bot},
      {.path = "bot emergency-stop",
       .summary = "Stop everything, at once: every bot and the kill switch, or with --bot one bot",
       .details = "halt pauses everything, without a question. flatten also closes every position and cancels every "
                  "order; it asks for the typed word FLATTEN. The exit code is 8 while a bot has not confirmed; the "
                  "server goes on asking it, over restarts too.",
       .options = {option("--mode", "MODE", "halt or flatten (default halt)", {"halt", "flatten"}), reason(),
                   bot_option, password_option, yes_option, key_option},
       .examples = {{"robson bot emergency-stop --reason \"key leaked\"", "halts everything"},
                    {"robson bot emergency-stop --mode flatten --reason \"key leaked\"", "asks for FLATTEN"}},
       .act = emergency_stop},
      {.path = "bot emergency-stops",
       .summary = "Emergency stops that somebody has to confirm or acknowledge",
       .examples = {{"robson bot emergency-stops", ""}},
       .fetch = fetch_emergency_stops,
       .following = {.channels = {"bots"}}},
      {.path = "bot breakers",
       .summary = "Breakers that are open now",
       .options = {bot_option},
       .examples = {{"robson bot breakers", ""}},
       .fetch = fetch_breakers,
       .following = {.channels = {"bots", "pause_state"}}},
      {.path = "bot breakers list",
       .summary = "The same as bot breakers",
       .options = {bot_option},
       .examples = {{"robson bot breakers list", ""}},
       .fetch = fetch_breakers,
       .following = {.channels = {"bots", "pause_state"}}},
      {.path = "bot breakers resolve",
       .summary = "Resolve an open breaker",
       .arguments = {argument("TYPE", "as bot breakers shows it", breaker_types)},
       .options = {reason(), bot_option, password_option, yes_option, key_option},
       .examples = {{"robson bot breakers resolve lst_depeg --reason \"back at its pool\"", "asks before it"}},
       .act = resolve_breaker},
      {.path = "bot config",
       .summary = "A bot's configuration",
       .options = {bot_option},
       .examples = {{"robson bot config", ""}},
       .fetch = fetch_bot_config},
      {.path = "bot config get",
       .summary = "The same as bot config",
       .options = {bot_option},
       .examples = {{"robson bot config get --json", "for programs"}},
       .fetch = fetch_bot_config},
      {.path = "bot config set",
       .summary = "Change the configuration; shows what changes, and asks",
       .arguments = {argument("KEY=VALUE", "max_leverage=3, or risk.max_leverage=3")},
       .options = {{.name = "--set",
                    .value = "KEY=VALUE",
                    .help = "another one; may stand several times",
                    .choices = {},
                    .letter = "",
                    .value_optional = false,
                    .repeatable = true},
                   reason(),
                   bot_option,
                   password_option,
                   yes_option,
                   key_option},
       .examples = {{"robson bot config set max_leverage=3 --reason \"less risk\"", "asks before it"}},
       .act = set_bot_config},
      {.path = "bot config history",
       .summary = "Every version with its author and what it changed",
       .options = {bot_option},
       .examples = {{"robson bot config history", "newest first"}},
       .fetch = fetch_bot_config_history},
  };
}

std::vector<Command> history_commands() {
  return {
      {.path = "bot history", .summary = "What was earned, traded, paid and measured"},
      {.path = "bot history pnl",
       .summary = "Profit and loss over time",
       .options = period({resolution()}),
       .examples = {{"robson bot history pnl --days 30", "by the hour"},
                    {"robson bot history pnl --days 365 --csv > pnl.csv", "a year, for a spreadsheet"}},
       .fetch = fetch_bot_pnl},
      {.path = "bot history metrics",
       .summary = "One figure over time, with its extremes",
       .arguments = {argument("METRIC", "such as health_factor", metrics)},
       .options = period({resolution()}),
       .examples = {{"robson bot history metrics health_factor --position pos-0001 --days 1", "by the minute"}},
       .fetch = fetch_bot_metrics},
      {.path = "bot history trades",
       .summary = "Fills of the legs, newest first",
       .options = rows(),
       .examples = {{"robson bot history trades --days 30", ""}},
       .fetch = fetch_bot_trades},
      {.path = "bot history funding",
       .summary = "Funding payments, newest first, and what they sum up to",
       .options = rows(),
       .examples = {{"robson bot history funding", "of the last 7 days"}},
       .fetch = fetch_bot_funding},
      {.path = "bot history breakers",
       .summary = "Breakers that opened, newest first",
       .options = {option("--days", "N", "of the last N days, 1 to 365 (default 7)"),
                   flag("--csv", "the server's CSV, for spreadsheets"), bot_option},
       .examples = {{"robson bot history breakers --days 90", ""}},
       .fetch = fetch_bot_breakers},
  };
}

}  // namespace

std::vector<Command> bot_commands() {
  std::vector<Command> all = watching_commands();
  for (const auto& part : {steering_commands(), history_commands()}) all.insert(all.end(), part.begin(), part.end());
  return all;
}

std::vector<Command> access_commands() {
  const Option role = option("--role", "ROLE", "viewer, operator or admin", {"viewer", "operator", "admin"});
  return {
      {.path = "user", .summary = "Who may sign in, and what they may do (admin)"},
      {.path = "user list",
       .summary = "The users of this client",
       .examples = {{"robson user list", ""}},
       .fetch = fetch_users},
      {.path = "user add",
       .summary = "Add a user",
       .details = "Where the server wants your own password again, --password-stdin reads it from the second line.",
       .arguments = {user_name()},
       .options = {role, password_option, key_option},
       .examples = {{"robson user add ana --role operator", "asks for the password twice"},
                    {"robson user add ana --role viewer --password-stdin < password-file", "for scripts"}},
       .act = add_user},
      {.path = "user role",
       .summary = "Give a user another role, at once",
       .arguments = {user_name(), argument("ROLE", "viewer, operator or admin", {"viewer", "operator", "admin"})},
       .options = {password_option, yes_option, key_option},
       .examples = {{"robson user role ana viewer", "asks before it"}},
       .act = set_role},
      {.path = "user disable",
       .summary = "End a user's sessions and let nobody sign in as them",
       .arguments = {user_name()},
       .options = {password_option, yes_option, key_option},
       .examples = {{"robson user disable ana", "asks before it"}},
       .act = disable_user},
      {.path = "user enable",
       .summary = "Let a user sign in again",
       .arguments = {user_name()},
       .options = {password_option, key_option},
       .examples = {{"robson user enable ana", ""}},
       .act = enable_user},
      {.path = "user password",
       .summary = "Give a user a new password; their sessions end",
       .arguments = {user_name()},
       .options = {password_option, key_option},
       .examples = {{"robson user password ana", "asks for it twice"}},
       .act = set_password},
      {.path = "apikey", .summary = "Keys for programs (admin)"},
      {.path = "apikey list",
       .summary = "The keys; never what they are, only how they begin",
       .examples = {{"robson apikey list", ""}},
       .fetch = fetch_api_keys},
      {.path = "apikey add",
       .summary = "Make a key; it is printed this once",
       .arguments = {argument("NAME", "what it is for")},
       .options = {option("--scope", "SCOPE", "read, operate or admin; several with commas between",
                          {"read", "operate", "admin"}),
                   option("--expires", "DAYS", "good for so long (default: until it is revoked)"), password_option},
       .examples = {{"robson apikey add grafana --scope read --expires 365 > key-file", ""}},
       .act = add_api_key},
      {.path = "apikey revoke",
       .summary = "Revoke a key, at once",
       .arguments = {argument("ID", "the key's number, as apikey list shows it")},
       .options = {password_option, yes_option},
       .examples = {{"robson apikey revoke 3", "asks before it"}},
       .act = revoke_api_key},
  };
}

std::vector<Command> audit_commands() {
  return {
      {.path = "audit", .summary = "Who did what, and the proof that nothing of it was changed"},
      {.path = "audit list",
       .summary = "Entries, newest first",
       .options = {option("--user", "NAME", "of one user"), option("--action", "ACTION", "such as control.pause"),
                   option("--outcome", "OUTCOME", "requested, done, refused or failed",
                          {"requested", "done", "refused", "failed"}),
                   option("--search", "TEXT", "with this text in it"),
                   option("--from", "TIME", "at or after: 2025-12-01 or 2025-12-01T09:30:00Z"),
                   option("--to", "TIME", "before; a date is the last day"),
                   option("--limit", "N", "rows of one page, 1 to 1000 (default 50)"),
                   option("--cursor", "TEXT", "the next page: what the page before named"),
                   flag("--csv", "the server's CSV of the whole filter, for spreadsheets")},
       .examples = {{"robson audit list --user ana --outcome refused", ""}},
       .fetch = fetch_audit},
      {.path = "audit verify",
       .summary = "Recompute the chain: at the server, or with --file an export here, without it",
       .details = "A chain shows every change but one: that its end was cut off. Keep the number and hash of a head "
                  "elsewhere, and name them with --seq and --hash. The exit code is 1 when the chain is broken.",
       .options = {option("--file", "FILE", "an export; nothing is asked of the server"),
                   option("--client", "ID", "with --file: whose audit it is (default 1)"),
                   option("--public-key", "HEX", "with --file: who has to have signed its head"),
                   option("--seq", "N", "the number of a head that you kept"), option("--hash", "HEX", "its hash")},
       .examples = {{"robson audit verify", "at the server"},
                    {"robson audit verify --file audit.jsonl --seq 120 --hash 5f3a...", "an export, with a kept head"}},
       .act = verify_audit},
      {.path = "audit export",
       .summary = "Every entry as JSON lines, and the signed head",
       .options = {option("--file", "FILE", "write it there instead of to standard output")},
       .examples = {{"robson audit export --file audit.jsonl", ""}},
       .act = export_audit},
  };
}

}  // namespace robson::cli
