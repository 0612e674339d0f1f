#include <algorithm>

#include "json/write.hpp"
#include "routes/access.hpp"
#include "routes/request.hpp"
#include "wire/access.hpp"

namespace robson::routes {
namespace {

constexpr std::int64_t most_days = 3650;

std::vector<std::string> split(const std::string& scopes) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= scopes.size();) {
    const std::size_t comma = std::min(scopes.find(',', from), scopes.size());
    parts.push_back(scopes.substr(from, comma - from));
    from = comma + 1;
  }
  return parts;
}

wire::ApiKey key_view(const accounts::ApiKeyEntry& entry) {
  const storage::ApiKey& key = entry.key;
  return {.id = key.id.value,
          .name = key.name,
          .prefix = key.prefix,
          .scopes = split(key.scopes),
          .created_at = key.created_at,
          .created_by = entry.maker,
          .expires_at = key.expires_at,
          .last_used_at = key.last_used_at,
          .revoked_at = key.revoked_at};
}

// The scopes in their order, each once: "read,operate".
Result<std::string, Failure> scopes_from(const std::vector<std::string>& names) {
  std::string text;
  for (const auto scope : {accounts::Scope::read, accounts::Scope::operate, accounts::Scope::admin}) {
    if (std::ranges::find(names, accounts::name(scope)) == names.end()) continue;
    text += (text.empty() ? "" : ",") + std::string(accounts::name(scope));
  }
  const bool all_known =
      std::ranges::all_of(names, [](const std::string& name) { return accounts::scope_of(name).has_value(); });
  if (text.empty() || !all_known) {
    return Unexpected(unprocessable("scopes", "scopes must be at least one of read, operate and admin."));
  }
  return text;
}

class ApiKeyRoutes {
 public:
  ApiKeyRoutes(accounts::Accounts& accounts, const Gate& gate) : accounts_(accounts), gate_(gate) {}

  net::Task<Answer> list(Exchange exchange) {
    const auto keys = co_await accounts_.api_keys(exchange.tenant());
    if (!keys) co_return Unexpected(failure_of(keys.error(), "key"));
    wire::ApiKeys view;
    for (const auto& entry : *keys) view.api_keys.push_back(key_view(entry));
    co_return json_response(json::text_of(view));
  }

  net::Task<Answer> create(Exchange exchange) {
    auto given = body_of<wire::NewApiKey>(exchange);
    if (!given) co_return Unexpected(given.error());
    if (const auto fits = text_within("name", given->name, 1, 64); !fits) co_return Unexpected(fits.error());
    if (accounts::audit_text(given->name, 64) != given->name) {
      co_return Unexpected(unprocessable("name", "name must not have control characters."));
    }
    auto scopes = scopes_from(given->scopes);
    if (!scopes) co_return Unexpected(scopes.error());
    accounts::NewApiKey wanted{.name = given->name, .scopes = std::move(*scopes)};
    if (given->expires_in_days) {
      if (*given->expires_in_days < 1 || *given->expires_in_days > most_days) {
        co_return Unexpected(
            unprocessable("expires_in_days", "expires_in_days must be a whole number from 1 to 3650."));
      }
      wanted.expires_at = gate_.clock().now() + std::chrono::hours(24) * *given->expires_in_days;
    }
    exchange.note("target", wanted.name);
    exchange.note("scopes", wanted.scopes);
    if (const auto person = fresh_person(exchange, gate_.clock().now()); !person) {
      co_return Unexpected(person.error());
    }
    const auto made = co_await accounts_.create_api_key(*exchange.caller, std::move(wanted));
    if (!made) co_return Unexpected(failure_of(made.error(), "key"));
    exchange.note("prefix", made->entry.key.prefix);
    const wire::NewApiKeyAnswer view{made->key.reveal(), key_view(made->entry)};
    co_return json_response(json::text_of(view), 201);
  }

  net::Task<Answer> revoke(Exchange exchange) {
    const auto id = id_from(exchange);
    if (!id) co_return Unexpected(id.error());
    const auto revoked = co_await accounts_.revoke_api_key(exchange.tenant(), ApiKeyId{*id});
    if (!revoked) co_return Unexpected(failure_of(revoked.error(), "key"));
    net::Response response{.status = 204};
    co_return response;
  }

 private:
  accounts::Accounts& accounts_;
  const Gate& gate_;
};

}  // namespace

void add_api_key_routes(Gate& gate) {
  const auto routes = std::make_shared<ApiKeyRoutes>(gate.accounts(), gate);
  gate.slow(net::Method::GET, "/api/v1/api-keys", Access::admins,
            [routes](Exchange exchange) { return routes->list(std::move(exchange)); });
  gate.slow(net::Method::POST, "/api/v1/api-keys", Access::admins,
            [routes](Exchange exchange) { return routes->create(std::move(exchange)); });
  gate.slow(net::Method::DELETE, "/api/v1/api-keys/{id}", Access::admins,
            [routes](Exchange exchange) { return routes->revoke(std::move(exchange)); });
}

}  // namespace robson::routes
