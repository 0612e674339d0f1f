// A table: every command of the program, in the order of its help.
#include <algorithm>
#include <array>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"

namespace robson::cli {
namespace {

const Argument symbol{.name = "SYMBOL",
                      .help = "the market's name: BTCUSDC, btcusdc or BTC/USDC",
                      .required = true,
                      .choices = {},
                      .known_by = "symbols"};
const Argument position_id{.name = "ID",
                           .help = "the position's number, as positions list shows it",
                           .required = true,
                           .choices = {},
                           .known_by = "positions"};
const Option depth_limit{.name = "--limit", .value = "N", .help = "levels of each side, 1 to 1000 (default 10)"};
const Option kline_limit{.name = "--limit", .value = "N", .help = "candles, 1 to 1000 (default 20)"};
// Those that have durable events.
const std::vector<std::string_view> event_channels = {"positions", "pause_state", "orders", "operations",
                                                      "alerts",    "approvals",   "bots"};
const std::vector<std::string_view> intervals = {"1m", "5m", "15m", "1h", "4h", "1d"};

std::vector<Command> portfolio_commands() {
  return {
      {.path = "status",
       .summary = "The whole desk at a glance: am I safe?",
       .details =
           "Says first whether every position is protected, whether the prices are fresh, what is lost if every stop "
           "fills and what is left of the month's risk budget; then the account, the positions, the prices and the "
           "server's health. With an ID it shows that operation.",
       .arguments = {{.name = "ID",
                      .help = "an operation's number",
                      .required = false,
                      .choices = {},
                      .known_by = "operations"}},
       .examples = {{"robson status", "the desk"},
                    {"robson status 1", "one operation"},
                    {"robson status --watch", "the desk, kept up to date"}},
       .fetch = fetch_status,
       .following = {.channels = {"positions", "stats", "pause_state", "alerts", "operations"}}},
      {.path = "positions",
       .summary = "Open positions with their profit, stop and target",
       .details =
           "Current is the price at which the position could be closed now. Distances are of the current price. A "
           "price that the exchange has not confirmed for 5 seconds is marked STALE, and the exit code is 7.",
       .examples = {{"robson positions", "every open position as a card"},
                    {"robson positions --watch", "kept up to date"},
                    {"robson positions --json", "the server's document, for programs"}},
       .fetch = fetch_positions,
       .following = {.channels = {"positions"}, .live = live_positions}},
      {.path = "positions list",
       .summary = "Open positions as a table",
       .examples = {{"robson positions list", "a table; TSV when piped"},
                    {"robson positions list -o csv", "for a spreadsheet"}},
       .fetch = fetch_positions_list,
       .following = {.channels = {"positions"}, .live = live_positions_list}},
      {.path = "positions show",
       .summary = "One position, with cost, value and what is at stake",
       .arguments = {position_id},
       .examples = {{"robson positions show 1", "position 1"}},
       .fetch = fetch_position,
       .following = {.channels = {"positions"}, .live = live_position}},
      {.path = "account",
       .summary = "Balance, positions and profit in one view",
       .examples = {{"robson account", "the summary"}, {"robson account --json", "the same for programs"}},
       .fetch = fetch_summary,
       .following = {.channels = {"stats"}, .live = live_summary}},
      {.path = "account balance",
       .summary = "Free and locked amount of each asset",
       .examples = {{"robson account balance", "a table; TSV when piped"}},
       .fetch = fetch_balance,
       .following = {.channels = {"stats", "operations"}}},
      {.path = "account portfolio",
       .summary = "Everything in the account, valued in its currency",
       .examples = {{"robson account portfolio", "every asset with its value"}},
       .fetch = fetch_patrimony,
       .following = {.channels = {"stats", "operations"}}},
      {.path = "account exposure",
       .summary = "What is at risk now, in which market and strategy, and how concentrated it is",
       .examples = {{"robson account exposure", "a table; TSV when piped"}},
       .fetch = fetch_exposure,
       .following = {.channels = {"positions", "stats"}}},
  };
}

std::vector<Command> market_commands() {
  return {
      {.path = "price",
       .summary = "Best bid and ask, spread, last trade and their age",
       .details =
           "With --watch prices come by the live feed as they change; while there is none, and while it is silent, "
           "they are asked for. The exit code is 7 when the price is stale.",
       .arguments = {symbol},
       .examples = {{"robson price BTCUSDC", "one line"},
                    {"robson price BTCUSDC --watch", "live; one JSON document a line when piped"}},
       .fetch = fetch_price,
       .following = {.channels = {"prices"}, .of_symbol = true, .live = live_price}},
      {.path = "market", .summary = "Prices, books and candles"},
      {.path = "market price",
       .summary = "The same as price",
       .arguments = {symbol},
       .examples = {{"robson market price BTCUSDC", "one line"}},
       .fetch = fetch_price,
       .following = {.channels = {"prices"}, .of_symbol = true, .live = live_price}},
      {.path = "market ticker",
       .summary = "The last 24 hours",
       .arguments = {symbol},
       .examples = {{"robson market ticker BTCUSDC", "open, high, low, volume, change"}},
       .fetch = fetch_ticker},
      {.path = "market depth",
       .summary = "The order book's best levels, with bars",
       .arguments = {symbol},
       .options = {depth_limit},
       .examples = {{"robson market depth BTCUSDC --limit 5", "five levels of each side"},
                    {"robson market depth BTCUSDC -o csv", "side, price, quantity"}},
       .fetch = fetch_depth},
      {.path = "market klines",
       .summary = "Candles, oldest first, the forming one last",
       .arguments = {symbol},
       .options = {{.name = "--interval",
                    .value = "LENGTH",
                    .help = "1m, 5m, 15m, 1h, 4h or 1d (default 15m)",
                    .choices = intervals},
                   kline_limit},
       .examples = {{"robson market klines BTCUSDC --interval 1h --limit 24", "the last day by the hour"}},
       .fetch = fetch_klines},
  };
}

std::vector<Command> session_commands() {
  return {
      {.path = "login",
       .summary = "Sign in and keep the session",
       .details =
           "Asks for the password without showing it, or reads it from standard input; never from an argument, "
           "which other users can see. The session is kept in a file that only you can read, and renewed by itself. "
           "With --url the address is kept with the profile.",
       .options = {{.name = "--username", .value = "NAME", .help = "who signs in; asked for when missing"},
                   {.name = "--password-stdin",
                    .value = "",
                    .help = "read the password from standard input, and a second factor's code from its next line"},
                   {.name = "--api-key-stdin",
                    .value = "",
                    .help = "keep the API key that stands on standard input instead of a session; for programs"}},
       .examples = {{"robson login --username admin", "asks for the password"},
                    {"robson login --username admin --password-stdin < password-file", "for scripts"},
                    {"robson login --api-key-stdin < key-file", "as a program, with a key of robson apikey add"},
                    {"robson login --profile desk --url https://desk.example", "another server"}},
       .act = login},
      {.path = "logout",
       .summary = "End the session, here and at the server",
       .examples = {{"robson logout", ""}},
       .act = logout},
      {.path = "whoami",
       .summary = "Who is signed in, where and until when",
       .examples = {{"robson whoami", ""}},
       .fetch = fetch_session},
      {.path = "profile", .summary = "Servers that this machine knows"},
      {.path = "profile list",
       .summary = "The profiles, the one in use marked",
       .examples = {{"robson profile list", ""}},
       .act = list_profiles},
      {.path = "profile use",
       .summary = "Use another profile from now on",
       .arguments = {{.name = "NAME", .help = "the profile"}},
       .examples = {{"robson profile use default", ""}},
       .act = use_profile},
      {.path = "profile set",
       .summary = "Add a profile, or change its address",
       .arguments = {{.name = "NAME", .help = "the profile"}},
       .examples = {{"robson profile set desk --url https://desk.example", ""}},
       .act = set_profile},
      {.path = "config", .summary = "What this program runs with"},
      {.path = "config view",
       .summary = "Every setting, its value and where it comes from; secrets masked",
       .examples = {{"robson config view", ""}},
       .act = view_config},
  };
}

std::vector<Command> service_commands() {
  return {
      {.path = "events",
       .summary = "What happened: every durable event, and with --follow what happens now",
       .details =
           "One line an event: when, its number, its type, what it says. Without --since and --from-seq it begins a "
           "day "
           "ago. With --follow it goes on until Ctrl-C, and over restarts of the server: no event is missing and none "
           "comes twice. --json writes one JSON document a line, as the feed tells it.",
       .options =
           {{.name = "--follow", .value = "", .help = "go on with what happens now", .choices = {}, .letter = "-f"},
            {.name = "--since",
             .value = "TIME",
             .help = "at or after: 2025-12-01, 2025-12-01T09:30:00Z, or as long ago as 90s, 15m, 24h, 7d"},
            {.name = "--from-seq", .value = "N", .help = "from the event with that number on"},
            {.name = "--channel",
             .value = "NAME",
             .help = "only positions, pause_state, orders, operations, alerts, approvals or bots; can be repeated",
             .choices = event_channels,
             .letter = "",
             .value_optional = false,
             .repeatable = true},
            {.name = "--limit",
             .value = "N",
             .help = "of the past, only the newest N, 1 to 100000; with --from-seq the first N"}},
       .examples = {{"robson events", "the last 24 hours"},
                    {"robson events --follow --since 15m", "the last quarter of an hour, and on"},
                    {"robson events --channel orders --channel positions --limit 20", "the newest twenty of them"},
                    {"robson events --follow --json >> events.jsonl", "a record of one's own"}},
       .act = tell_events},
      {.path = "health",
       .summary = "The server and what it depends on",
       .details = "The exit code is 1 when the server says that it is unhealthy.",
       .examples = {{"robson health", ""}, {"robson health -q && echo fine", "for scripts"}},
       .fetch = fetch_health},
      {.path = "doctor",
       .summary = "Look for what is wrong: address, clock, session, files, versions, streams",
       .examples = {{"robson doctor", ""}},
       .act = examine},
      {.path = "version",
       .summary = "The version of this program and of the server",
       .examples = {{"robson version --json", ""}},
       .act = show_version},
      {.path = "explain",
       .summary = "What a field of the answers means",
       .arguments = {{.name = "FIELD", .help = "its name; all of them when missing", .required = false}},
       .examples = {{"robson explain distance_to_stop_percent", ""}},
       .act = explain,
       .needs_settings = false},
      {.path = "api",
       .summary = "The server's answer to any path, as it is",
       .arguments = {{.name = "METHOD", .help = "GET", .required = true, .choices = {"GET"}},
                     {.name = "PATH", .help = "such as /api/v1/health"}},
       .examples = {{"robson api GET /api/v1/health", ""}},
       .act = call_api},
      {.path = "completion",
       .summary = "A script that completes commands and options in your shell",
       .details = "bash: source <(robson completion bash). zsh: robson completion zsh > \"${fpath[1]}/_robson\". "
                  "fish: robson completion fish > ~/.config/fish/completions/robson.fish.",
       .arguments =
           {{.name = "SHELL", .help = "bash, zsh or fish", .required = true, .choices = {"bash", "zsh", "fish"}}},
       .examples = {{"robson completion bash", ""}},
       .act = print_completion,
       .needs_settings = false},
      {.path = "ids",
       .summary = "The ids of one kind, for completion",
       .arguments = {{.name = "KIND",
                      .help = "plans, positions, operations, orders, strategies, symbols, signals or producers"}},
       .act = print_ids,
       .hidden = true},
      {.path = "reference",
       .summary = "This program's reference as Markdown",
       .act = print_reference,
       .hidden = true,
       .needs_settings = false},
  };
}

constexpr std::array<Variable, 8> known_variables = {{
    {"ROBSON_API_BASE_URL", "the server's address, instead of the profile's"},
    {"ROBSON_API_TOKEN", "an access token to use instead of the session that login keeps"},
    {"ROBSON_PROFILE", "the profile to use"},
    {"XDG_CONFIG_HOME", "where robson/config.toml and robson/credentials lie (default ~/.config)"},
    {"COLUMNS", "how wide the output may be when it goes into a pipe; without it lines are not broken"},
    {"NO_COLOR", "when set, no colour"},
    {"CLICOLOR_FORCE", "when set and not 0, colour also into a pipe"},
    {"TZ", "the time zone of days and hours, instead of the machine's"},
}};

}  // namespace

const std::vector<Command>& commands() {
  static const std::vector<Command> table = [] {
    std::vector<Command> all;
    for (const auto& part :
         {portfolio_commands(), position_commands(), plan_commands(), operation_commands(), risk_commands(),
          signal_commands(), analytics_commands(), strategy_commands(), bot_commands(), market_commands(),
          access_commands(), audit_commands(), session_commands(), service_commands()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    return all;
  }();
  return table;
}

const std::vector<Option>& global_options() {
  static const std::vector<Option> options = {
      {.name = "--json", .value = "", .help = "the server's document; errors as problem documents"},
      {.name = "--output",
       .value = "FORM",
       .help = "table, wide, json, jsonl, yaml, csv, tsv or template",
       .choices = {"table", "wide", "json", "jsonl", "yaml", "csv", "tsv", "template"},
       .letter = "-o"},
      {.name = "--columns", .value = "NAMES", .help = "of rows, only these members, with commas between: id,symbol"},
      {.name = "--sort-by", .value = "NAME", .help = "the rows by a member; --sort-by=-NAME for descending"},
      {.name = "--template", .value = "TEXT", .help = "each row as this text, its members in braces: '{id} {symbol}'"},
      {.name = "--watch",
       .value = "SECONDS",
       .help = "keep it up to date: in place on a terminal, JSON lines when piped",
       .choices = {},
       .letter = "-w",
       .value_optional = true},
      {.name = "--no-headers", .value = "", .help = "without the names of the columns"},
      {.name = "--quiet",
       .value = "",
       .help = "print errors only; the exit code is the answer",
       .choices = {},
       .letter = "-q"},
      {.name = "--url", .value = "URL", .help = "the server's address (default http://127.0.0.1:8080)"},
      {.name = "--profile", .value = "NAME", .help = "the profile of the configuration to use"},
      {.name = "--timeout", .value = "SECONDS", .help = "how long to wait for an answer (default 10)"},
      {.name = "--color", .value = "WHEN", .help = "auto, always or never", .choices = {"auto", "always", "never"}},
  };
  return options;
}

const Command* find_command(std::string_view path) {
  const auto found = std::ranges::find(commands(), path, &Command::path);
  return found == commands().end() ? nullptr : &*found;
}

std::vector<const Command*> below(std::string_view path) {
  std::vector<const Command*> children;
  for (const Command& command : commands()) {
    const auto blank = command.path.rfind(' ');
    const auto parent = blank == std::string_view::npos ? std::string_view{} : command.path.substr(0, blank);
    if (parent == path && !command.hidden && command.path != path) children.push_back(&command);
  }
  return children;
}

std::string_view last_word(std::string_view path) {
  return path.substr(path.rfind(' ') + 1);
}

std::span<const Variable> variables() {
  return known_variables;
}

}  // namespace robson::cli
