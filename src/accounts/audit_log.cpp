#include "accounts/audit_log.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "accounts/random.hpp"
#include "base/log.hpp"
#include "base/private_file.hpp"

namespace robson::accounts {
namespace {

constexpr std::size_t seed_size = crypto_sign_SEEDBYTES;
constexpr int patience = 20;  // for room in the queue
constexpr Duration pause = std::chrono::milliseconds(50);

std::string fault(const std::filesystem::path& file, std::string_view what) {
  return fmt::format("the audit key in {} cannot be used: {}", file.string(), what);
}

template <std::size_t size>
std::optional<std::array<unsigned char, size>> from_hex(std::string_view digits) {
  std::array<unsigned char, size> raw{};
  std::size_t length = 0;
  const char* end = nullptr;
  if (digits.size() != size * 2 ||
      sodium_hex2bin(raw.data(), raw.size(), digits.data(), digits.size(), nullptr, &length, &end) != 0) {
    return {};
  }
  if (length != size || end != digits.data() + digits.size()) return {};
  return raw;
}

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string signed_text(const AuditHead& head, Timestamp at) {
  return fmt::format("{}\n{}\n{}", head.seq, head.hash, to_rfc3339(at));
}

AuditFault unreadable(const AuditWalk& walk, const storage::StorageError& error) {
  return {walk.head().seq + 1, "The database cannot be read from here: " + error.text};
}

}  // namespace

Result<AuditKey, std::string> AuditKey::load_or_create(const std::filesystem::path& file) {
  start_sodium();
  if (!std::filesystem::exists(std::filesystem::symlink_status(file))) {
    const Secret made(random_hex(seed_size) + '\n');
    if (auto written = write_private(file, made); !written) return Unexpected(fault(file, written.error()));
  }
  const auto text = read_private(file);
  if (!text) return Unexpected(fault(file, text.error()));
  std::string_view digits = text->reveal();
  if (digits.ends_with('\n')) digits.remove_suffix(1);
  auto seed = from_hex<seed_size>(digits);
  if (!seed) return Unexpected(fault(file, "it has something else than 64 hex digits in it"));
  std::array<unsigned char, crypto_sign_PUBLICKEYBYTES> open{};
  std::array<unsigned char, crypto_sign_SECRETKEYBYTES> hidden{};
  crypto_sign_seed_keypair(open.data(), hidden.data(), seed->data());
  Secret secret(std::string(hidden.begin(), hidden.end()));
  sodium_memzero(hidden.data(), hidden.size());
  sodium_memzero(seed->data(), seed->size());
  return AuditKey(std::move(secret), hex(std::string(open.begin(), open.end())));
}

std::string AuditKey::sign(std::string_view text) const {
  std::array<unsigned char, crypto_sign_BYTES> signature{};
  crypto_sign_detached(signature.data(), nullptr, bytes_of(text), text.size(), bytes_of(secret_.reveal()));
  return hex(std::string(signature.begin(), signature.end()));
}

bool is_signed(std::string_view text, std::string_view signature, std::string_view public_key) {
  const auto proof = from_hex<crypto_sign_BYTES>(signature);
  const auto key = from_hex<crypto_sign_PUBLICKEYBYTES>(public_key);
  return proof && key && crypto_sign_verify_detached(proof->data(), bytes_of(text), text.size(), key->data()) == 0;
}

SignedHead sign_head(const AuditKey& key, AuditHead head, Timestamp at) {
  std::string signature = key.sign(signed_text(head, at));
  return {.head = std::move(head), .at = at, .signature = std::move(signature), .public_key = key.public_key()};
}

Result<std::unique_ptr<AuditLog>, std::string> AuditLog::open(const Clock& clock, storage::Database& database) {
  auto key = AuditKey::load_or_create(database.directory().path() / "audit.key");
  if (!key) return Unexpected(key.error());
  return std::unique_ptr<AuditLog>(new AuditLog(clock, database, std::move(*key)));
}

net::Task<Result<void, storage::StorageError>> AuditLog::record(storage::AuditScope scope, AuditEntry entry) {
  for (int attempt = 0;; ++attempt) {
    auto append = [scope, entry, now = clock_.now()](storage::Session& session) {
      const auto row = append_audit(session, scope, entry, now);
      return AuditHead{row.seq, row.hash};
    };
    auto written = co_await database_.write(std::move(append));
    if (written) {
      AuditHead& newest = written_[scope.id()];
      if (newest.seq < written->seq) newest = std::move(*written);
      co_return Result<void, storage::StorageError>{};
    }
    const bool later = written.error().kind == storage::StorageErrorKind::busy && attempt < patience;
    if (!later) {
      log::critical("the audit cannot be written", {{"action", entry.action},
                                                    {"user", audit_text(entry.user, 64)},
                                                    {"correlation_id", entry.correlation_id},
                                                    {"why", written.error().text}});
      co_return Unexpected(written.error());
    }
    co_await net::sleep_for(pause);
  }
}

net::Task<Result<SignedHead, storage::StorageError>> AuditLog::head(storage::AuditScope scope) {
  auto look = [scope](storage::Session& session) { return head_of(session, scope); };
  auto found = co_await database_.read(std::move(look));
  if (!found) co_return Unexpected(found.error());
  co_return sign_head(key_, std::move(*found), clock_.now());
}

net::Task<AuditVerdict> AuditLog::verify(storage::AuditScope scope, std::optional<AuditHead> kept) {
  std::vector<AuditHead> heads;
  if (kept) heads.push_back(std::move(*kept));
  if (const auto own = written_.find(scope.id()); own != written_.end()) heads.push_back(own->second);
  const auto walk = std::make_shared<AuditWalk>(scope, std::move(heads));
  std::optional<AuditFault> broken;
  for (bool more = true; more;) {
    auto on = [walk](storage::Session& session) { return walk->step(session); };
    const auto stepped = co_await database_.read(std::move(on));
    if (!stepped && stepped.error().kind == storage::StorageErrorKind::busy) {
      co_await net::sleep_for(pause);
      continue;
    }
    if (!stepped) broken = unreadable(*walk, stepped.error());
    more = stepped && *stepped;
  }
  AuditVerdict verdict{.entries = walk->entries(), .fault = walk->fault() ? walk->fault() : broken};
  verdict.head = sign_head(key_, walk->head(), clock_.now());
  co_return verdict;
}

AuditVerdict verify_now(storage::Database& database, const AuditKey& key, storage::AuditScope scope,
                        std::optional<AuditHead> kept, Timestamp now) {
  std::vector<AuditHead> heads;
  if (kept) heads.push_back(std::move(*kept));
  AuditWalk walk(scope, std::move(heads));
  std::optional<AuditFault> broken;
  for (bool more = true; more;) {
    const auto stepped = database.read_now([&](storage::Session& session) { return walk.step(session); });
    if (!stepped) broken = unreadable(walk, stepped.error());
    more = stepped && *stepped;
  }
  return {.entries = walk.entries(),
          .head = sign_head(key, walk.head(), now),
          .fault = walk.fault() ? walk.fault() : broken};
}

}  // namespace robson::accounts
