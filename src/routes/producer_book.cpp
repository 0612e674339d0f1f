#include "routes/producer_book.hpp"

#include <algorithm>

#include "accounts/digest.hpp"
#include "accounts/random.hpp"
#include "routes/failures.hpp"

namespace robson::routes {
namespace {

using signals::Producer;
using Stranger = ProducerBook::Stranger;

constexpr std::string_view producer_header = "X-Producer-Id";
constexpr std::string_view time_header = "X-Timestamp";
constexpr std::string_view nonce_header = "X-Nonce";
constexpr std::string_view signature_header = "X-Signature";
constexpr std::size_t id_length = 12;

accounts::SealContext place_of(TenantId tenant, const std::string& id, std::string_view what) {
  return {tenant, "producer " + id + ' ' + std::string(what)};
}

// One answer for whatever is wrong with it: who guesses learns nothing.
Stranger bad_signature() {
  return {"signature",
          {401, "INVALID_SIGNATURE", "The signature is missing, wrong, or of a producer that may not send.", {}, {}}};
}
Stranger far_time(const char* field) {
  return {"timestamp",
          {401, "TIMESTAMP_OUT_OF_RANGE", "That time is more than 300 seconds away from the server's.", field, {}}};
}
Stranger used_nonce() {
  return {"nonce", {401, "NONCE_REUSED", "That nonce was used: each is good once.", std::string(nonce_header), {}}};
}
Stranger no_room_for_nonces() {
  return {"busy", {503, "BUSY", "The server remembers as many nonces as it can. Try again.", {}, 5}};
}

}  // namespace

Result<void, std::string> ProducerBook::restore(std::vector<Producer> rows) {
  for (Producer& row : rows) {
    auto secret = box_.open(row.sealed_secret, place_of(row.tenant, row.id, "secret"));
    Result<Secret, accounts::SealFault> passphrase = Secret{};
    if (!row.sealed_passphrase.empty()) {
      passphrase = box_.open(row.sealed_passphrase, place_of(row.tenant, row.id, "passphrase"));
    }
    if (!secret || !passphrase) {
      return Unexpected("The secret of producer " + row.id + " does not open with this data directory's master key.");
    }
    add(std::move(row), std::move(*secret), std::move(*passphrase));
  }
  return {};
}

void ProducerBook::remember_nonce(const std::string& producer, const std::string& nonce, Timestamp signed_at,
                                  Timestamp now) {
  nonces_.take(producer, nonce, signed_at, now);
}

ProducerBook::Known& ProducerBook::add(Producer row, Secret secret, Secret passphrase) {
  const std::string id = row.id;
  const TenantId tenant = row.tenant;
  auto& known = by_id_[id];
  known = std::make_unique<Known>(Known{std::move(row), std::move(secret), std::move(passphrase)});
  by_tenant_[tenant].push_back(known.get());
  return *known;
}

Result<const ProducerBook::Known*, Failure> ProducerBook::make(TenantId tenant, std::string name, StrategyId strategy,
                                                               bool webhook, std::string by, Timestamp now) {
  std::size_t active = 0;
  for (const Known* known : by_tenant_[tenant]) {
    if (known->row.revoked_at) continue;
    ++active;
    if (known->row.name == name) {
      return Unexpected(Failure{409, "NAME_TAKEN", "A producer of that name may send already.", "name", {}});
    }
  }
  if (active >= most_of_tenant) {
    return Unexpected(Failure{409, "TOO_MANY_PRODUCERS", "A client may have 100 producers: revoke one first.", {}, {}});
  }
  Producer row{.id = "prd_" + accounts::random_name(id_length),
               .tenant = tenant,
               .name = std::move(name),
               .strategy = strategy,
               .created_at = now,
               .created_by = std::move(by)};
  Secret secret = accounts::random_token();
  Secret passphrase = webhook ? accounts::random_token() : Secret{};
  row.sealed_secret = box_.seal(secret, place_of(tenant, row.id, "secret"));
  if (webhook) row.sealed_passphrase = box_.seal(passphrase, place_of(tenant, row.id, "passphrase"));
  return &add(std::move(row), std::move(secret), std::move(passphrase));
}

std::optional<Producer> ProducerBook::revoke(TenantId tenant, const std::string& id, Timestamp now) {
  const auto found = by_id_.find(id);
  if (found == by_id_.end()) return {};
  Producer& row = found->second->row;
  if (row.tenant != tenant || row.revoked_at) return {};
  row.revoked_at = now;
  return row;
}

void ProducerBook::count_signal(const std::string& id, Timestamp at) {
  Producer& row = by_id_.at(id)->row;
  ++row.signals;
  row.last_signal_at = at;
}

const ProducerBook::Known* ProducerBook::find(const std::string& id) const {
  const auto found = by_id_.find(id);
  return found == by_id_.end() ? nullptr : found->second.get();
}

std::vector<const Producer*> ProducerBook::of(TenantId tenant) const {
  std::vector<const Producer*> found;
  const auto all = by_tenant_.find(tenant);
  if (all == by_tenant_.end()) return found;
  for (const Known* known : all->second) found.push_back(&known->row);
  return found;
}

Result<ProducerBook::Signed, Stranger> ProducerBook::who_signed(const net::Request& request, Timestamp now) {
  const std::string_view time = request.headers.get(time_header);
  const std::string_view nonce = request.headers.get(nonce_header);
  const std::string_view signature = request.headers.get(signature_header);
  const Known* producer = find(std::string(request.headers.get(producer_header)));
  const auto signed_at = signals::signed_time_of(time);
  if (producer == nullptr || !signed_at || !signals::is_nonce(nonce) || !signals::is_signature(signature)) {
    return Unexpected(bad_signature());
  }
  const std::string right =
      accounts::hmac_sha256_hex(producer->secret, signals::signed_text(time, nonce, request.body));
  if (!accounts::is_same(right, signature) || producer->row.revoked_at) return Unexpected(bad_signature());
  if (!signals::is_near(*signed_at, now)) return Unexpected(far_time("X-Timestamp"));
  if (auto over = over_limit(*producer, now)) return Unexpected(std::move(*over));
  switch (nonces_.take(producer->row.id, std::string(nonce), *signed_at, now)) {
    case signals::Nonces::Taken::used: return Unexpected(used_nonce());
    case signals::Nonces::Taken::full: return Unexpected(no_room_for_nonces());
    case signals::Nonces::Taken::fresh: break;
  }
  return Signed{producer, std::string(nonce), *signed_at};
}

Result<ProducerBook::Signed, Stranger> ProducerBook::who_alerts(const std::string& id, const Secret& passphrase,
                                                                Timestamp at, Timestamp now) {
  const Known* producer = find(id);
  if (producer == nullptr || producer->passphrase.empty() ||
      !accounts::is_same(producer->passphrase.reveal(), passphrase.reveal()) || producer->row.revoked_at) {
    return Unexpected(bad_signature());
  }
  if (!signals::is_near(at, now)) return Unexpected(far_time("time"));
  if (auto over = over_limit(*producer, now)) return Unexpected(std::move(*over));
  return Signed{producer, {}, at};
}

std::optional<Stranger> ProducerBook::over_limit(const Known& producer, Timestamp now) {
  const auto over = counter_.count(producer.row.id, limit_, now);
  if (!over) return {};
  return Stranger{
      "limit",
      {429, "TOO_MANY_REQUESTS", "That producer sent too many requests within a minute.", {}, seconds_of(over->wait)}};
}

}  // namespace robson::routes
