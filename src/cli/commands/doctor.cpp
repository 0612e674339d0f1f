#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/figures.hpp"
#include "cli/http_date.hpp"
#include "cli/table.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

enum class State { ok, warning, failed };
BOOST_DESCRIBE_ENUM(State, ok, warning, failed)
struct Finding {
  std::string check{};
  State state{};
  std::string detail{};
  std::string advice{};
};
BOOST_DESCRIBE_STRUCT(Finding, (), (check, state, detail, advice))
struct Findings {
  std::vector<Finding> checks{};
};
BOOST_DESCRIBE_STRUCT(Findings, (), (checks))

using Health = Result<client::Answer<wire::Health>, client::Error>;

Finding configuration(const Settings& settings) {
  return {"configuration", State::ok,
          fmt::format("profile {} ({}), {}", settings.profile, name(settings.profile_source), settings.config_path),
          ""};
}

Finding address(const Settings& settings) {
  const client::Address& where = settings.address;
  const std::string text = fmt::format("{} ({})", where.text(), name(settings.url_source));
  if (where.secure) return {"address", State::ok, text + ", encrypted", ""};
  if (where.is_loopback()) return {"address", State::ok, text + ", this machine", ""};
  return {"address", State::warning, text + ", NOT encrypted", "use an https:// address"};
}

Finding credentials(const Settings& settings) {
  if (!settings.token.empty()) return {"credentials", State::ok, "the token of ROBSON_API_TOKEN", ""};
  const auto stored = client::TokenFile(settings.credentials_path, settings.profile).load();
  if (!stored) return {"credentials", State::failed, stored.error().text, "chmod 600, then sign in again"};
  if (!*stored) return {"credentials", State::failed, "no session is kept for this profile", "robson login"};
  if ((*stored)->url != settings.address.text()) {
    return {"credentials", State::failed, fmt::format("the session kept is one of {}", (*stored)->url), "robson login"};
  }
  return {"credentials", State::ok,
          fmt::format("{} is private, session of {}", settings.credentials_path, (*stored)->username), ""};
}

Finding server(const Health& health, Duration took) {
  if (!health) return {"server", State::failed, health.error().text, "start it, or correct the address"};
  return {"server", State::ok, fmt::format("answered in {} ms", took.count() / 1000), ""};
}

// The Date header counts whole seconds, so half a second is added and two are allowed.
Finding clock_skew(const client::Answer<wire::Health>& health, Timestamp asked, Timestamp answered) {
  const auto date = parse_http_date(health.headers.get("Date"));
  if (!date) return {"clock", State::warning, "the server did not say its time", ""};
  const Timestamp middle{asked.us + (answered.us - asked.us) / 2};
  const Duration skew = *date + std::chrono::milliseconds(500) - middle;
  const Duration off{std::abs(skew.count())};
  if (off <= std::chrono::seconds(2)) return {"clock", State::ok, "agrees with the server's", ""};
  return {"clock", State::warning,
          fmt::format("is {} {} the server's", age(off), skew.count() > 0 ? "behind" : "ahead of"),
          "set this machine's clock, or the server's"};
}

Finding version(const wire::Health& health, const std::string& own) {
  const std::string both = fmt::format("robson {}, server {}", own, health.version);
  if (health.version == own) return {"version", State::ok, both, ""};
  return {"version", State::warning, both, "update the older one"};
}

Finding dependency(std::string_view name, const wire::Check& check) {
  const State state = check.status == wire::HealthStatus::healthy     ? State::ok
                      : check.status == wire::HealthStatus::unhealthy ? State::failed
                                                                      : State::warning;
  std::string detail(json::name_of(check.status));
  if (check.detail) detail += ", " + *check.detail;
  return {std::string(name), state, detail, state == State::ok ? "" : "see the server's log"};
}

net::Task<Finding> session(Desk& desk) {
  const auto who = co_await desk.server().session();
  if (!who) {
    const bool needs_login = who.error().cause == client::Cause::login_needed;
    co_return Finding{"session", State::failed, who.error().text, needs_login ? "robson login" : ""};
  }
  co_return Finding{"session", State::ok,
                    fmt::format("{} ({}) of {}, until {}", who->value.username, who->value.role, who->value.client_name,
                                moment(who->value.expires_at)),
                    ""};
}

std::string view(const Findings& findings, const Look& look) {
  constexpr std::array<Tone, 3> tones = {Tone::good, Tone::warning, Tone::bad};
  const Style& style = look.style;
  std::string text;
  for (const Finding& finding : findings.checks) {
    const Tone tone = tones.at(static_cast<std::size_t>(finding.state));
    const std::string mark = style.paint(tone, pad_right(json::name_of(finding.state), 8));
    std::string sentence = fmt::format("{} {} {}", mark, pad_right(finding.check, 14), clean(finding.detail));
    if (!finding.advice.empty()) sentence += fmt::format("; {}", finding.advice);
    for (const auto& line : wrap(sentence, style.columns, 24)) text += line + '\n';
  }
  return text;
}

}  // namespace

net::Task<Exit> examine(Desk& desk) {
  Findings findings;
  auto& checks = findings.checks;
  checks = {configuration(desk.settings), address(desk.settings), credentials(desk.settings)};
  const Timestamp asked = desk.world.clock.now();
  const Health health = co_await desk.server().health();
  const Timestamp answered = desk.world.clock.now();
  checks.push_back(server(health, answered - asked));
  if (health) {
    checks.push_back(clock_skew(*health, asked, answered));
    checks.push_back(version(health->value, desk.world.version));
    checks.push_back(co_await session(desk));
    checks.push_back(dependency("database", health->value.checks.database));
    checks.push_back(dependency("venue REST", health->value.checks.venue_rest));
    checks.push_back(dependency("venue stream", health->value.checks.venue_stream));
  }
  const auto has_failed = [&](std::string_view check) {
    return std::ranges::any_of(checks, [&](const Finding& each) {
      return each.state == State::failed && (check.empty() || each.check == check);
    });
  };
  Page page = page_of(json::text_of(findings), "checks");
  page.view = [findings](const Look& look) { return view(findings, look); };
  show(desk, page);
  if (!health) co_return exit_of(health.error().cause);
  if (has_failed("session") || has_failed("credentials")) co_return Exit::login_needed;
  co_return has_failed("") ? Exit::failure : Exit::ok;
}

}  // namespace robson::cli
