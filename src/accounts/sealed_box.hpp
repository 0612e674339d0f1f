#pragma once
// Sealing: secrets that have to be kept are kept as texts that only this installation can open, and only where they
// belong. The master key lies in a file of its own, which only its owner may read, and never in the database.
//
//   "v1." + base64url( nonce 24 | XChaCha20-Poly1305 of the secret, with the place as associated data )
//
// The place (tenant and name) is not in the text: a sealed text that is moved to another tenant does not open.
#include <filesystem>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

namespace robson::accounts {

// Where a secret belongs.
struct SealContext {
  TenantId tenant{};
  std::string name{};  // "venue_key LIVE"
};

enum class SealFault { malformed, does_not_open };  // the second: other key, other place, or changed

// Any thread.
class SealedBox {
 public:
  // 32 random bytes; the file is made (0600) if it is not there. Refuses a file that its group or others may read, that
  // is a link, or that has another size. The error is one human sentence.
  static Result<SealedBox, std::string> load_or_create(const std::filesystem::path& file);

  std::string seal(const Secret& plain, const SealContext& context) const;
  Result<Secret, SealFault> open(std::string_view sealed, const SealContext& context) const;

 private:
  explicit SealedBox(Secret key) : key_(std::move(key)) {}
  Secret key_;
};

}  // namespace robson::accounts
