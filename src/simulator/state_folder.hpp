#pragma once
// The directory in which a simulator keeps its state: one file, "state", replaced as a whole, so that whoever is killed
// leaves the state before or after, never half of one. It holds secrets of keys, so only the owner may read it.
// One process at a time works on a directory: it holds an exclusive flock on it. Home: the loop thread.
#include <string>

#include "simulator/kept_text.hpp"

namespace robson::simulator {

class StateFolder {
 public:
  static constexpr std::size_t most_bytes = 64U << 20U;

  // Makes the directory when it is not there. The error is a sentence.
  static Result<StateFolder, std::string> open(const std::string& path);
  StateFolder(StateFolder&& other) noexcept;
  StateFolder& operator=(StateFolder&&) = delete;
  ~StateFolder();

  // Nothing when nothing was written yet. The error is a sentence; a damaged file stays as it is.
  Result<std::optional<KeptState>, std::string> read() const;
  // The error is a sentence; then what was written before is still there.
  Result<void, std::string> write(const KeptState& state) const;
  std::string file() const { return path_ + "/state"; }

 private:
  StateFolder(std::string path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::string path_{};
  int lock_ = -1;  // the directory, open
};

}  // namespace robson::simulator
