#pragma once
#include <string>
namespace robson::cli {
// docs/guide/cli.md: the whole command line as Markdown, made from the command table. A test holds the file to it.
std::string reference();
}  // namespace robson::cli
