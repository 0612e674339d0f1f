#include "cli/desk.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "cli/document.hpp"
#include "cli/table.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

constexpr int unlimited_columns = 100'000;

// Rows of texts, under the names of their members.
std::string table_of(const json::Value& rows, const Style& style, bool headings) {
  std::vector<Column> columns;
  if (!rows.children.empty()) {
    for (const json::Value& cell : rows.children.front().children) columns.push_back({.heading = cell.key});
  }
  Table table(std::move(columns));
  const std::size_t width_of_all = rows.children.empty() ? 0 : rows.children.front().children.size();
  for (const json::Value& row : rows.children) {
    std::vector<std::string> cells;
    for (const json::Value& cell : row.children) cells.push_back(clean(cell.text));
    cells.resize(width_of_all);
    table.add(std::move(cells));
  }
  return table.is_empty() ? "No rows.\n" : table.text(style, headings);
}

// Lines into a pipe are not broken, unless COLUMNS says how wide the reader is.
int columns_of_pipe(const World& world) {
  const std::string text = world.variable("COLUMNS").value_or("");
  int columns = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), columns);
  return parsed.ec == std::errc{} && columns > 0 ? std::min(columns, unlimited_columns) : unlimited_columns;
}

Style style_of(const World& world, const Settings& settings, const Sink& sink) {
  const auto is_set = [&world](std::string_view name) { return !world.variable(name).value_or("").empty(); };
  ColorSigns signs{.choice = settings.color,
                   .no_color = is_set("NO_COLOR"),
                   .clicolor_force = is_set("CLICOLOR_FORCE") && world.variable("CLICOLOR_FORCE") != "0",
                   .terminal = sink.is_terminal(),
                   .dumb = world.variable("TERM") == "dumb"};
  std::string locale;
  for (const std::string_view name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    if (locale.empty()) locale = world.variable(name).value_or("");
  }
  return {.color = wants_color(signs),
          .unicode = is_utf8_locale(locale),
          .columns = sink.is_terminal() ? world.size().columns : columns_of_pipe(world)};
}

std::string problem_document(const client::Error& error) {
  if (!error.document.empty()) return error.document;
  return fmt::format(R"({{"type":"about:blank","title":{},"code":{},"detail":{}}})", json::text_of(error.text),
                     json::text_of(error.code), json::text_of(error.text));
}

// A producer has no session: what is wrong with its signature is not mended by signing in.
std::string producer_advice(const client::Error& error) {
  if (error.code == "INVALID_SIGNATURE") return ". Is the secret file this producer's, and the producer not revoked?";
  if (error.code == "TIMESTAMP_OUT_OF_RANGE") return ". Is this machine's clock right? See: robson doctor";
  return error.code == "NONCE_REUSED" ? ". Sign it anew" : "";
}

// What to do about it, where that is known.
std::string advice(const client::Error& error, const Settings& settings) {
  using client::Cause;
  if (std::string words = producer_advice(error); !words.empty()) return words;
  switch (error.cause) {
    case Cause::unreachable:
      return settings.address.is_loopback() ? ". Is the server running? Start it with ./dev run"
                                            : ". Is the address right, and the server running?";
    case Cause::login_needed:
      return settings.profile_source == Source::built_in
                 ? ". Sign in with: robson login"
                 : fmt::format(". Sign in with: robson login --profile {}", settings.profile);
    case Cause::busy:
      return error.retry_after ? fmt::format(". Try again in {} s", error.retry_after->count() / 1'000'000)
                               : ". Try again later";
    case Cause::outcome_unknown: return ". Look before you repeat it";
    default: return "";
  }
}

}  // namespace

client::Api& Desk::server() {
  if (!server_) {
    client::ApiOptions options;
    options.address = settings.address;
    options.access.token = settings.token;
    options.access.file.emplace(settings.credentials_path, settings.profile);
    options.timeout = settings.timeout;
    options.ca_file = settings.ca_file;
    options.user_agent = "robson/" + world.version;
    server_.emplace(context, world.clock, std::move(options));
  }
  return *server_;
}

Style Desk::style() const {
  return style_of(world, settings, world.out);
}

Style Desk::error_style() const {
  return style_of(world, settings, world.err);
}

Format Desk::format(const Page& page) const {
  if (settings.output != Format::automatic) return settings.output;
  if (world.out.is_terminal()) return Format::table;
  if (settings.watching) return Format::json;
  return page.tabular ? Format::tsv : Format::table;
}

bool Desk::print(std::string_view text) {
  return settings.quiet || text.empty() || wrote(world.out.write(text));
}

bool Desk::wrote(Sink::Outcome outcome) {
  if (outcome == Sink::Outcome::failed) output_failed_ = true;
  return outcome == Sink::Outcome::written;
}

void Desk::note(std::string_view sentence) {
  if (!settings.quiet) (void)world.err.write(std::string(sentence) + '\n');
}

Exit Desk::fail(const client::Error& error) {
  if (settings.output == Format::json || settings.output == Format::jsonl) {
    (void)world.err.write(problem_document(error) + '\n');
    return exit_of(error.cause);
  }
  std::string sentence = clean(error.text) + advice(error, settings);
  if (!error.correlation_id.empty()) sentence += fmt::format(" (correlation id {})", clean(error.correlation_id));
  const std::string name = error_style().paint(Tone::bad, "robson:");
  (void)world.err.write(fmt::format("{} {}\n", name, sentence));
  return exit_of(error.cause);
}

Exit Desk::usage(std::string sentence) {
  return fail({.cause = client::Cause::invalid, .text = std::move(sentence), .code = "USAGE"});
}

std::string rendered(const Desk& desk, const Page& page, Duration elapsed, bool headings) {
  if (page.raw) return *page.raw;
  const bool has_own_rows = page.rows.kind == json::Kind::array;
  const Rows all{has_own_rows ? &page.rows : &page.document, has_own_rows ? "" : std::string_view(page.list)};
  const Selection& selection = desk.settings.selection;
  const auto selected = selection.is_empty() ? Result<json::Value, std::string>(json::Value{}) : select(all, selection);
  // Whoever names a column that is not there is told before anything is shown; see show().
  const Rows rows = selection.is_empty() || !selected ? all : Rows{&*selected, ""};
  const Format form = desk.format(page);
  switch (form) {
    case Format::automatic:
    case Format::wide:
    case Format::table: {
      Style style = desk.style();
      if (form == Format::wide) style.columns = unlimited_columns;
      if (!selection.is_empty() && selected) return table_of(*selected, style, headings);
      return page.view({.style = style, .elapsed = elapsed, .headings = headings});
    }
    case Format::row_template: return to_template(rows, selection.row_template);
    case Format::json:
      return desk.world.out.is_terminal() ? to_indented_json(page.document) : to_json(page.document) + '\n';
    case Format::jsonl: return to_json_lines(rows);
    case Format::yaml: return to_yaml(page.document);
    case Format::csv: return to_separated(rows, Separator::comma, headings);
    case Format::tsv: return to_separated(rows, Separator::tab, headings);
  }
  return {};
}

Exit show(Desk& desk, const Page& page) {
  if (!desk.settings.selection.is_empty() && !page.raw) {
    const bool has_own_rows = page.rows.kind == json::Kind::array;
    const Rows rows{has_own_rows ? &page.rows : &page.document, has_own_rows ? "" : std::string_view(page.list)};
    if (const auto selected = select(rows, desk.settings.selection); !selected) return desk.usage(selected.error());
  }
  desk.print(rendered(desk, page, Duration::zero(), desk.settings.headings));
  if (page.exit) return *page.exit;
  if (page.failed) return Exit::failure;
  return page.stale ? Exit::stale : Exit::ok;
}

}  // namespace robson::cli
