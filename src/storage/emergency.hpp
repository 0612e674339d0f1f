#pragma once
// The emergency journal: a file of 64 KiB that was given all its blocks when it was made, so that a note needs no space
// that a full disk would have to find. Private (0600), in the data directory.
//
//   256 records of 256 bytes, one behind the other, zeros behind the last
//     magic 8 | tenant 8 | operation 8 | time 8 | client id 40 | what 180 | checksum 4       (CRC-32 of all before it)
//
// A record whose checksum is wrong was torn by a crash while it was written: its request may or may not have gone out,
// and it is skipped, as it was never reported as noted. Little-endian; read on the machine that wrote it.
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "runtime/ports.hpp"

namespace robson::storage {

struct EmergencyNote {
  TenantId tenant{};
  OperationId operation{};
  std::string client_id{};  // of the order that went out; a pair is two notes
  std::string what{};       // in words: "MARKET SELL 0.00033 BTCUSDC", cut to 179 bytes
  Timestamp at{};
};

// Loop thread.
class EmergencyFile final : public runtime::EmergencyJournal {
 public:
  static constexpr std::size_t capacity = 256;

  // Makes DIR/emergency.journal if it is not there. The error is one human sentence.
  static Result<std::unique_ptr<EmergencyFile>, std::string> open(const std::filesystem::path& directory);
  ~EmergencyFile() override;
  EmergencyFile(const EmergencyFile&) = delete;
  EmergencyFile& operator=(const EmergencyFile&) = delete;

  // Blocks for a sync of the disk. False: it is full, or the disk failed.
  bool note(const engine::Effect& effect, Timestamp now) override;

  // What was noted, oldest first. Blocks.
  std::vector<EmergencyNote> read() const;
  // The same, and the file is empty afterwards: for recovery, once it has taken the notes over.
  std::vector<EmergencyNote> read_and_clear();

 private:
  EmergencyFile(int file, std::size_t used) : file_(file), used_(used) {}
  int file_ = -1;
  std::size_t used_ = 0;  // records written, broken ones too
};

}  // namespace robson::storage
