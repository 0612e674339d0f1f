#pragma once
// The directory with everything that the server keeps. One process at a time works on it: it holds an exclusive flock
// on DIR/robsond.lock, which the kernel gives back however the process ends. Files in it are readable by their owner
// only.
#include <filesystem>

#include "base/result.hpp"
#include "storage/error.hpp"

namespace robson::storage {

class DataDirectory {
 public:
  // Makes the directory (0700) if it is not there. Errors: unwritable, locked.
  static Result<DataDirectory, StorageError> open(const std::filesystem::path& path);

  DataDirectory(DataDirectory&& other) noexcept;
  DataDirectory& operator=(DataDirectory&&) = delete;
  ~DataDirectory();

  const std::filesystem::path& path() const { return path_; }

 private:
  DataDirectory(std::filesystem::path path, int lock) : path_(std::move(path)), lock_(lock) {}
  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace robson::storage
