#pragma once
// An exported audit, proved without the server that wrote it: every entry's hash is computed anew, and the head at the
// end is checked against its signature. Pure.
//
//   hash(entry) = SHA-256, in lower-case hex, of these fields in this order
//     "robson audit 1", client id, seq, at (microseconds since 1970), user, role, action, target, outcome, status,
//     detail, address, correlation id, prev_hash
//   a field is its length in bytes in decimal, ':' and its bytes; numbers are in decimal; one that is null is "-"
//   signature = Ed25519 over "seq\nhash\nat"
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace robson::cli {

struct KeptHead {
  std::int64_t seq = 0;
  std::string hash{};
};
struct AuditProof {
  std::int64_t entries = 0;
  KeptHead head{};
  std::string public_key{};  // of whoever signed the head
};
struct AuditFault {
  std::int64_t seq = 0;  // 0: of no entry
  std::string what{};    // one sentence
};

// `text`: lines of JSON, the oldest entry first, the signed head last. `client` is whose audit it is. With `kept` an
// entry of that number has to have that hash; with `public_key` the head has to be signed by that key.
Result<AuditProof, AuditFault> prove_audit(std::string_view text, std::int64_t client,
                                           const std::optional<KeptHead>& kept,
                                           const std::optional<std::string>& public_key);

}  // namespace robson::cli
