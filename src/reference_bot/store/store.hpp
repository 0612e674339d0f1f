#pragma once
// The bot's directory. What it holds outlives kill -9 at any moment, and a power cut.
//
//   snapshot   everything as it once stood; replaced as a whole (written beside, flushed, renamed)
//   journal    records since then, appended and flushed one by one; emptied when a snapshot has taken them in
//   *.damaged  files of which lines could not be read, as they were found
//
// A record is in force once append() has said so: its line is on the disk. A line that was cut by the end of the
// process was never in force. One process at a time works on a directory: it holds an exclusive flock on it.
// Home: the loop thread, which an append keeps for as long as the disk needs to flush some kilobytes: the bot has
// nothing else to do that would be allowed before its intent is on the disk.
#include <filesystem>
#include <string>

#include "reference_bot/store/kept.hpp"

namespace robson::reference_bot {

class Store {
 public:
  static constexpr std::size_t most_bytes = std::size_t{256} << 20U;    // of a file that is read
  static constexpr std::size_t journal_bytes = std::size_t{16} << 20U;  // over: a new snapshot

  // Makes the directory (0700) when it is not there. The error is a sentence: it cannot be used, another process works
  // on it, or there are files and no state in them that can be gone on from.
  static Result<Store, std::string> open(const std::filesystem::path& directory);
  Store(Store&& other) noexcept;
  Store& operator=(Store&&) = delete;
  ~Store();

  const Kept& kept() const { return kept_; }
  // Lines that were passed over when the directory was opened.
  std::size_t damaged() const { return damaged_; }
  // Writes a record (its number is given here) and flushes it. The error is a sentence; then nothing of it is in force,
  // and the next append begins with a new snapshot.
  Result<void, std::string> append(Record record);

 private:
  Store(std::filesystem::path directory, int lock) : directory_(std::move(directory)), lock_(lock) {}
  Result<void, std::string> read();
  Result<void, std::string> begin_anew();  // a snapshot of what is kept, and an empty journal
  Result<void, std::string> write_line(const std::string& line);

  std::filesystem::path directory_;
  int lock_ = -1;     // the directory, open
  int journal_ = -1;  // open for appending; -1: a snapshot is due
  std::size_t written_ = 0;
  std::size_t damaged_ = 0;
  Kept kept_{};
};

}  // namespace robson::reference_bot
