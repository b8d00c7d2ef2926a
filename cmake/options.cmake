# Warnings and sanitizers, shared by every target through the interface library smtpscope_options.
add_library(smtpscope_options INTERFACE)
target_compile_options(smtpscope_options INTERFACE -Wall -Wextra -Wshadow -Wconversion
                                                   $<$<COMPILE_LANGUAGE:CXX>:-Wold-style-cast>)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(smtpscope_options INTERFACE -Wno-restrict)  # GCC 12 warns of std::string itself
endif()
if(SMTPSCOPE_WERROR)
  target_compile_options(smtpscope_options INTERFACE -Werror)
endif()
set(SMTPSCOPE_SANITIZE "" CACHE STRING "sanitizers, e.g. address,undefined")
if(SMTPSCOPE_SANITIZE)
  target_compile_options(smtpscope_options INTERFACE -fsanitize=${SMTPSCOPE_SANITIZE}
                                                     -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(smtpscope_options INTERFACE -fsanitize=${SMTPSCOPE_SANITIZE})
endif()
target_include_directories(smtpscope_options INTERFACE ${CMAKE_SOURCE_DIR}/src
                                                       ${CMAKE_BINARY_DIR}/generated)
