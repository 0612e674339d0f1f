#include <fmt/format.h>

#include <algorithm>

#include "cli/commands/all.hpp"
#include "cli/desk.hpp"
#include "cli/views/views.hpp"
#include "client/failure.hpp"
#include "json/write.hpp"

namespace robson::cli {
namespace {

constexpr std::size_t most_prices = 5;  // asked for one by one; a desk with more shows them in its positions

std::vector<std::string> symbols_of(const wire::Positions& positions) {
  std::vector<std::string> symbols;
  for (const auto& position : positions.positions) {
    if (std::ranges::find(symbols, position.symbol) == symbols.end()) symbols.push_back(position.symbol);
  }
  if (symbols.size() > most_prices) symbols.resize(most_prices);
  return symbols;
}

bool is_stale(const DeskState& state) {
  const auto old_position = [](const wire::Position& each) { return cli::is_stale(each, Duration::zero()); };
  const auto old_price = [](const wire::Price& each) { return cli::is_stale(each, Duration::zero()); };
  return std::ranges::any_of(state.positions.positions, old_position) || std::ranges::any_of(state.prices, old_price);
}

PageAsked fetch_desk(Desk& desk) {
  client::Api& server = desk.server();
  const auto health = co_await server.health();
  if (!health) co_return Unexpected(health.error());
  auto summary = co_await server.summary();
  // Without the venue there is no account; the rest of the desk is worth showing all the more.
  if (!summary && summary.error().cause != client::Cause::failed) co_return Unexpected(std::move(summary).error());
  const auto positions = co_await server.positions();
  if (!positions) co_return Unexpected(positions.error());
  DeskState state;
  state.health = health->value;
  state.positions = positions->value;
  if (summary) state.summary = summary->value;
  if (!summary) state.summary_trouble = summary.error().text;
  std::string prices;
  for (const std::string& symbol : symbols_of(positions->value)) {
    const auto price = co_await server.price(symbol);
    if (!price && price.error().cause == client::Cause::unreachable) co_return Unexpected(price.error());
    if (!price) continue;  // the position itself says that its price is not known
    prices += (prices.empty() ? "" : ",") + price->body;
    state.prices.push_back(price->value);
  }
  const auto risk = co_await server.risk();  // an older server tells none
  if (!risk && risk.error().cause == client::Cause::unreachable) co_return Unexpected(risk.error());
  if (risk) state.risk = risk->value;
  Page page =
      page_of(fmt::format(R"({{"health":{},"summary":{},"positions":{},"prices":[{}],"risk":{}}})", health->body,
                          summary ? summary->body : "null", positions->body, prices, risk ? risk->body : "null"));
  page.stale = is_stale(state);
  page.view = [state = std::move(state)](const Look& look) { return desk_view(state, look); };
  co_return page;
}

// Only what a header or a request line can hold; the server says the rest.
bool is_path(std::string_view path) {
  return path.starts_with('/') && path.size() <= 4096 &&
         std::ranges::all_of(path, [](char c) { return c > ' ' && c <= '~'; });
}

struct Versions {
  std::string client{};
  std::optional<std::string> server{};
  std::string url{};
};
BOOST_DESCRIBE_STRUCT(Versions, (), (client, server, url))

}  // namespace

PageAsked fetch_status(Desk& desk) {
  return desk.asked.has("ID") ? fetch_operation(desk) : fetch_desk(desk);
}

PageAsked fetch_health(Desk& desk) {
  auto answer = co_await desk.server().health();
  if (!answer) co_return Unexpected(std::move(answer).error());
  Page page = page_of(answer->body);
  page.failed = answer->value.status == wire::HealthStatus::unhealthy;
  page.view = [health = std::move(answer->value)](const Look& look) { return health_view(health, look); };
  co_return page;
}

net::Task<Exit> show_version(Desk& desk) {
  const auto health = co_await desk.server().health();
  Versions versions{.client = desk.world.version, .server = {}, .url = desk.settings.address.text()};
  if (health) versions.server = health->value.version;
  Page page = page_of(json::text_of(versions));
  page.view = [versions](const Look&) {
    const std::string server = versions.server ? clean(*versions.server) : "not reachable";
    std::string text = fmt::format("robson {}\nserver {} ({})\n", versions.client, server, versions.url);
    if (versions.server && *versions.server != versions.client)
      text += "They differ: what one knows may be new to the other.\n";
    return text;
  };
  co_return show(desk, page);
}

net::Task<Exit> call_api(Desk& desk) {
  const std::string method = desk.asked.value("METHOD");
  const std::string path = desk.asked.value("PATH");
  if (method != "GET") co_return desk.usage(fmt::format("METHOD: expected GET, got \"{}\"", clean(method)));
  if (!is_path(path)) {
    co_return desk.usage(fmt::format("PATH: expected a path such as /api/v1/health, got \"{}\"", clean(path)));
  }
  const auto reply = co_await desk.server().get(path);
  if (!reply) co_return desk.fail(reply.error());
  if (reply->status >= 400) co_return desk.fail(client::failure(*reply, desk.settings.address.text()));
  desk.print(reply->body);
  if (!reply->body.ends_with('\n')) desk.print("\n");
  co_return Exit::ok;
}

}  // namespace robson::cli
