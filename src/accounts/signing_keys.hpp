#pragma once
// The keys that access tokens are signed with. They live in one file, which only its owner may read, and never in a
// setting:
//   one line a key, newest first: <id> <64 hex digits>
// The first signs; all of them verify, so that tokens outlive a rotation. At most `keys_kept` are kept.
#include <filesystem>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace robson::accounts {

struct SigningKey {
  std::string id{};  // the `kid` of a token
  Secret bytes{};    // 32, raw
};

inline constexpr std::size_t keys_kept = 3;

class SigningKeys {
 public:
  // Makes the file with one random key if it is not there. Refuses a file that its group or others may read, and one
  // that is not as described. Errors are one human sentence.
  static Result<SigningKeys, std::string> load_or_create(std::filesystem::path file);

  // Puts a new key in front, on the disk first; the oldest beyond keys_kept is forgotten.
  Result<void, std::string> rotate();

  const SigningKey& current() const { return keys_.front(); }
  // nullptr: none of ours.
  const SigningKey* find(std::string_view id) const;
  const std::vector<SigningKey>& all() const { return keys_; }

 private:
  SigningKeys(std::filesystem::path file, std::vector<SigningKey> keys)
      : file_(std::move(file)), keys_(std::move(keys)) {}
  std::filesystem::path file_;
  std::vector<SigningKey> keys_;
};

}  // namespace robson::accounts
