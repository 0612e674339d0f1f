#pragma once
// Real market data that stands beside the repository, for tests that replay it. ROBSON_SHARED names its folder;
// without it "../shared" beside the repository is looked at. Tests skip when it is absent.
#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

namespace robson::support {

inline std::filesystem::path shared_folder() {
  if (const char* named = std::getenv("ROBSON_SHARED")) return named;
  return std::filesystem::path(ROBSON_SOURCE_DIR).parent_path() / "shared";
}

inline bool has_shared_data() {
  return std::filesystem::is_directory(shared_folder() / "data");
}

inline std::filesystem::path shared_data(const std::string& name) {
  return shared_folder() / "data" / name;
}

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file) << path;
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// The content of a .gz file.
inline std::string gunzip(const std::filesystem::path& path) {
  const std::string command = "gzip -dc '" + path.string() + "'";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  EXPECT_TRUE(pipe) << command;
  std::string text;
  std::vector<char> block(1U << 16U);
  while (pipe) {
    const std::size_t read = fread(block.data(), 1, block.size(), pipe.get());
    if (read == 0) break;
    text.append(block.data(), read);
  }
  EXPECT_FALSE(text.empty()) << path;
  return text;
}

inline std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

inline std::vector<std::string> split(const std::string& line, char separator) {
  std::vector<std::string> fields;
  std::istringstream stream(line);
  for (std::string field; std::getline(stream, field, separator);) fields.push_back(field);
  return fields;
}

}  // namespace robson::support

#define SKIP_WITHOUT_SHARED_DATA()                                                                    \
  if (!robson::support::has_shared_data()) {                                                          \
    GTEST_SKIP() << "no shared market data beside the repository; ROBSON_SHARED can name its folder"; \
  }                                                                                                   \
  static_assert(true)
