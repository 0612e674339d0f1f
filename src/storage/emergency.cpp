#include "storage/emergency.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/overloaded.hpp"
#include "storage/trading_columns.hpp"

namespace robson::storage {
namespace {

constexpr std::size_t record_size = 256;
constexpr std::size_t file_size = EmergencyFile::capacity * record_size;
constexpr std::array<char, 8> magic = {'R', 'B', 'S', 'N', 'O', 'T', 'E', '1'};

// As it stands in the file.
struct Record {
  std::array<char, 8> mark{};
  std::int64_t tenant = 0;
  std::int64_t operation = 0;
  std::int64_t at_us = 0;
  std::array<char, 40> client_id{};  // ends with a zero
  std::array<char, 180> what{};      // ends with a zero
  std::uint32_t checksum = 0;
};
static_assert(sizeof(Record) == record_size && std::is_trivially_copyable_v<Record>);
using Bytes = std::array<char, record_size>;

// CRC-32 (IEEE 802.3), bit by bit: a note is 252 bytes.
std::uint32_t crc_of(const char* bytes, std::size_t size) {
  std::uint32_t crc = 0xFFFFFFFFU;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= static_cast<unsigned char>(bytes[i]);
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? 0xEDB88320U : 0U);
  }
  return ~crc;
}

std::uint32_t checksum_of(const Record& record) {
  Bytes bytes{};
  std::memcpy(bytes.data(), &record, record_size);
  return crc_of(bytes.data(), record_size - sizeof record.checksum);
}

template <std::size_t n>
void put(std::array<char, n>& field, std::string_view text) {
  std::memcpy(field.data(), text.data(), std::min(text.size(), n - 1));
}
template <std::size_t n>
std::string get(const std::array<char, n>& field) {
  return {field.data(), strnlen(field.data(), n)};
}

std::string words(const NewOrder& order) {
  std::string text = fmt::format("{} {} {} {}", spelled<OrderTypeSpellings>(order.type),
                                 spelled<SideSpellings>(order.side), order.quantity.value.text(), order.symbol.text);
  if (order.stop_price) text += " stop " + order.stop_price->value.text();
  if (order.price) text += " at " + order.price->value.text();
  return text;
}

struct Named {
  std::string client_id{};
  std::string what{};
};
// The orders that a request would make. What only ends or asks for orders needs no note: these are known.
std::vector<Named> made_by(const VenueRequest& request) {
  using Several = std::vector<Named>;
  const auto name = [](const NewOrder& order) { return Named{order.client_id, words(order)}; };
  return std::visit(overloaded{[&](const PlaceOrder& it) { return Several{name(it.order)}; },
                               [&](const PlacePair& it) {
                                 return Several{name(it.stop), name(it.target)};
                               },
                               [&](const PlaceEntryWithPair& it) {
                                 return Several{name(it.entry), name(it.stop), name(it.target)};
                               },
                               [&](const ReplaceOrder& it) { return Several{name(it.order)}; },
                               [](const CancelOrder&) { return Several{}; }, [](const AskOrder&) { return Several{}; }},
                    request);
}

Record record_of(const engine::Effect& effect, const Named& order, Timestamp now) {
  Record record;
  record.mark = magic;
  record.tenant = effect.tenant.value;
  record.operation = effect.operation.value;
  record.at_us = now.us;
  put(record.client_id, order.client_id);
  put(record.what, order.what);
  record.checksum = checksum_of(record);
  return record;
}

// All or nothing of `size` bytes at `at`; false when the disk does not take them.
bool write_all(int file, const char* bytes, std::size_t size, std::size_t at) {
  while (size > 0) {
    const auto written = pwrite(file, bytes, size, static_cast<off_t>(at));
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes += written;
    size -= static_cast<std::size_t>(written);
    at += static_cast<std::size_t>(written);
  }
  return true;
}

bool read_record(int file, std::size_t index, Record& record) {
  Bytes bytes{};
  const auto size = pread(file, bytes.data(), record_size, static_cast<off_t>(index * record_size));
  std::memcpy(static_cast<void*>(&record), bytes.data(), record_size);
  return size == static_cast<ssize_t>(record_size);
}

bool is_blank(const Record& record) {
  Bytes bytes{};
  std::memcpy(bytes.data(), &record, record_size);
  return bytes == Bytes{};
}

// Behind the last record that was begun. A torn one keeps its place: what lies behind it may be whole.
std::size_t used_of(int file) {
  std::size_t used = 0;
  Record record;
  for (std::size_t i = 0; i < EmergencyFile::capacity; ++i) {
    if (read_record(file, i, record) && !is_blank(record)) used = i + 1;
  }
  return used;
}

std::string fault(const std::filesystem::path& path, const std::string& why) {
  return fmt::format("the emergency journal {} cannot be used: {}", path.string(), why);
}

// Gives the file all its blocks, written with zeros, so that later writes only change what is there.
std::string make_room(int file) {
  struct stat status {};
  if (fstat(file, &status) != 0) return std::strerror(errno);
  if (!S_ISREG(status.st_mode)) return "it is no file";
  if ((status.st_mode & 077) != 0) return "others than its owner may use it; run chmod 600 on it";
  if (status.st_size == static_cast<off_t>(file_size)) return {};
  if (status.st_size > static_cast<off_t>(file_size)) return "it is larger than it can be";
  if (const int failed = posix_fallocate(file, 0, static_cast<off_t>(file_size)); failed != 0) {
    return std::strerror(failed);
  }
  const auto begun = static_cast<std::size_t>(status.st_size) / record_size * record_size;
  const std::string zeros(file_size - begun, '\0');
  if (!write_all(file, zeros.data(), zeros.size(), begun) || fsync(file) != 0) return std::strerror(errno);
  return {};
}

void sync_directory(const std::filesystem::path& directory) {
  const int opened = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (opened < 0) return;  // only the name of a file made just now is at stake
  fsync(opened);
  close(opened);
}

}  // namespace

Result<std::unique_ptr<EmergencyFile>, std::string> EmergencyFile::open(const std::filesystem::path& directory) {
  const auto path = directory / "emergency.journal";
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (file < 0) return Unexpected(fault(path, std::strerror(errno)));
  if (const auto why = make_room(file); !why.empty()) {
    close(file);
    return Unexpected(fault(path, why));
  }
  sync_directory(directory);
  return std::unique_ptr<EmergencyFile>(new EmergencyFile(file, used_of(file)));
}

EmergencyFile::~EmergencyFile() {
  close(file_);
}

bool EmergencyFile::note(const engine::Effect& effect, Timestamp now) {
  bool noted = true;
  for (const Named& order : made_by(effect.what)) {
    if (used_ >= capacity) return false;
    const Record record = record_of(effect, order, now);
    Bytes bytes{};
    std::memcpy(bytes.data(), &record, record_size);
    const std::size_t at = used_ * record_size;
    ++used_;  // even if it fails: a place that was begun is not used again
    noted = write_all(file_, bytes.data(), record_size, at) && noted;
  }
  return fdatasync(file_) == 0 && noted;
}

std::vector<EmergencyNote> EmergencyFile::read() const {
  std::vector<EmergencyNote> notes;
  Record record;
  for (std::size_t i = 0; i < used_; ++i) {
    if (!read_record(file_, i, record) || record.mark != magic || record.checksum != checksum_of(record)) continue;
    notes.push_back({.tenant = {record.tenant},
                     .operation = {record.operation},
                     .client_id = get(record.client_id),
                     .what = get(record.what),
                     .at = {record.at_us}});
  }
  return notes;
}

std::vector<EmergencyNote> EmergencyFile::read_and_clear() {
  auto notes = read();
  const std::string zeros(used_ * record_size, '\0');
  if (write_all(file_, zeros.data(), zeros.size(), 0) && fdatasync(file_) == 0) used_ = 0;
  return notes;
}

}  // namespace robson::storage
