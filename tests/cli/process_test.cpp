#include "cli/process.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <thread>

namespace robson::cli {
namespace {

TEST(Process, everything_is_written_even_to_a_slow_reader_of_a_full_pipe) {
  int ends[2] = {};
  ASSERT_EQ(::pipe2(ends, O_NONBLOCK), 0);
  const std::string text(300'000, 'x');
  std::size_t received = 0;
  std::thread reader([&] {
    std::string part(65'536, '\0');
    for (;;) {
      const auto count = ::read(ends[0], part.data(), part.size());
      if (count == 0) return;
      if (count > 0) received += static_cast<std::size_t>(count);
      if (count < 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  EXPECT_EQ(DescriptorSink(ends[1]).write(text), Sink::Outcome::written);
  ::close(ends[1]);
  reader.join();
  ::close(ends[0]);
  EXPECT_EQ(received, text.size());
}

TEST(Process, a_reader_that_has_gone_is_told_from_a_full_disk) {
  std::signal(SIGPIPE, SIG_IGN);
  int ends[2] = {};
  ASSERT_EQ(::pipe(ends), 0);
  ::close(ends[0]);
  EXPECT_EQ(DescriptorSink(ends[1]).write("x"), Sink::Outcome::reader_gone);
  ::close(ends[1]);
  const int full = ::open("/dev/full", O_WRONLY);
  ASSERT_GE(full, 0);
  EXPECT_EQ(DescriptorSink(full).write("x"), Sink::Outcome::failed);
  EXPECT_FALSE(DescriptorSink(full).is_terminal());
  ::close(full);
}

TEST(Process, an_unset_variable_is_told_from_an_empty_one) {
  ::setenv("ROBSON_TEST_EMPTY", "", 1);
  EXPECT_EQ(environment_variable("ROBSON_TEST_EMPTY"), "");
  EXPECT_FALSE(environment_variable("ROBSON_TEST_UNSET"));
}

TEST(Process, the_machine_s_zone_is_one_of_its_database_or_none) {
  const std::optional<std::string> before = environment_variable("TZ");
  const auto with = [](const char* zone) {
    ::setenv("TZ", zone, 1);
    return machine_time_zone();
  };
  EXPECT_EQ(with("Europe/Berlin"), "Europe/Berlin");
  EXPECT_EQ(with(":America/Sao_Paulo"), "America/Sao_Paulo");
  for (const char* none :
       {"UTC", "Etc/UTC", "Mars/Olympus", "../../../etc/passwd", "/etc/passwd", "Europe", "CET-1CEST"}) {
    EXPECT_EQ(with(none), "") << none;
  }
  before ? ::setenv("TZ", before->c_str(), 1) : ::unsetenv("TZ");
}

}  // namespace
}  // namespace robson::cli
