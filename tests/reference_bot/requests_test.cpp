#include "reference_bot/api/requests.hpp"

#include <gtest/gtest.h>

namespace robson::reference_bot {
namespace {

std::string field_of(const Command& command) {
  return command ? "(taken)" : command.error().field.value_or("");
}

TEST(Requests, a_reason_is_counted_in_characters) {
  std::string reason;
  for (int i = 0; i < 300; ++i) reason += "ü";
  EXPECT_TRUE(pause_command(R"({"scope":"all","reason":")" + reason + R"("})"));
  EXPECT_EQ(field_of(pause_command(R"({"scope":"all","reason":")" + reason + R"(x"})")), "reason");
}

TEST(Requests, an_empty_body_resumes_all_and_an_empty_list_nothing) {
  const auto all = resume_command("");
  ASSERT_TRUE(all);
  EXPECT_TRUE(std::get<ResumeBot>(*all).scopes.empty());
  EXPECT_EQ(field_of(resume_command(R"({"scopes":[]})")), "scopes");
  EXPECT_EQ(field_of(resume_command(R"({"scopes":["all","all","all","all","all","all","all","all","all",)"
                                    R"("all","all","all","all","all","all","all","all"]})")),
            "scopes");
}

TEST(Requests, a_request_id_is_letters_digits_and_dashes) {
  const auto stop = [](const std::string& id) {
    return stop_command(R"({"reason":"x","mode":"halt","request_id":")" + id + R"("})");
  };
  EXPECT_TRUE(stop("aZ0-_"));
  EXPECT_TRUE(stop(std::string(64, 'a')));
  for (const std::string& id :
       {std::string(), std::string("a b"), std::string("a/b"), std::string("ä"), std::string(65, 'a')}) {
    EXPECT_EQ(field_of(stop(id)), "request_id") << id;
  }
}

TEST(Requests, a_problem_does_not_repeat_what_came) {
  const auto wrong = pause_command(R"({"reason":"x","scope":"a-secret-in-the-wrong-place"})");
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().detail.find("a-secret"), std::string::npos);
}

TEST(Requests, the_key_in_a_body_is_found_only_where_it_belongs) {
  EXPECT_EQ(key_in(R"({"api_key":"k"})"), "k");
  for (const char* body : {"", "{", "[]", R"({"api_key":1})", R"({"a":{"api_key":"k"}})", R"("api_key")"}) {
    EXPECT_EQ(key_in(body), "") << body;
  }
}

TEST(Requests, a_leverage_or_size_beyond_all_bounds_is_named) {
  EXPECT_EQ(field_of(open_command(R"({"asset":"SOL","request_id":"r","leverage":101})")), "leverage");
  EXPECT_EQ(field_of(open_command(R"({"asset":"SOL","request_id":"r","size_usd":1000000001})")), "size_usd");
  EXPECT_EQ(field_of(open_command(R"({"asset":"SOL","request_id":"r","size_usd":0})")), "size_usd");
  const auto open = open_command(R"({"asset":"SOL","request_id":"r","size_usd":"5000.5","leverage":null})");
  ASSERT_TRUE(open);
  EXPECT_EQ(std::get<OpenPosition>(*open).size_usd->text(), "5000.5");
}

}  // namespace
}  // namespace robson::reference_bot
