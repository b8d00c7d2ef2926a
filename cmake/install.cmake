# Where `cmake --install` puts things. Folders are GNUInstallDirs'; the pkg-config file and the CMake
# package find the rest from where they stand themselves, so a tree may be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

install(TARGETS smtpscope RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY ${CMAKE_SOURCE_DIR}/knowledge/ DESTINATION ${CMAKE_INSTALL_DATADIR}/smtpscope/knowledge)
foreach(page LICENSE NOTICE README.md)
  if(EXISTS ${CMAKE_SOURCE_DIR}/${page})
    install(FILES ${CMAKE_SOURCE_DIR}/${page} DESTINATION ${CMAKE_INSTALL_DOCDIR})
  endif()
endforeach()
if(EXISTS ${CMAKE_SOURCE_DIR}/docs)
  install(DIRECTORY ${CMAKE_SOURCE_DIR}/docs/ DESTINATION ${CMAKE_INSTALL_DOCDIR})
endif()
install(DIRECTORY ${SMTPSCOPE_MANUAL}/man1 DESTINATION ${CMAKE_INSTALL_MANDIR})
install(FILES ${SMTPSCOPE_MANUAL}/completions/smtpscope.bash RENAME smtpscope
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
install(FILES ${SMTPSCOPE_MANUAL}/completions/_smtpscope
        DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${SMTPSCOPE_MANUAL}/completions/smtpscope.fish
        DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

if(NOT SMTPSCOPE_LIBRARIES)
  return()
endif()
install(TARGETS smtpscope_shared smtpscope_static EXPORT smtpscope-targets
        LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
        INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(FILES ${CMAKE_SOURCE_DIR}/include/smtpscope/smtpscope.h
              ${CMAKE_SOURCE_DIR}/include/smtpscope/smtpscope.hpp
              ${CMAKE_BINARY_DIR}/generated/smtpscope/version.h
        DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/smtpscope)
install(DIRECTORY ${CMAKE_SOURCE_DIR}/examples DESTINATION ${CMAKE_INSTALL_DOCDIR})

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/smtpscope)
install(EXPORT smtpscope-targets NAMESPACE smtpscope:: DESTINATION ${package_dir})
configure_package_config_file(${CMAKE_SOURCE_DIR}/packaging/smtpscope-config.cmake.in
                              ${CMAKE_BINARY_DIR}/packaging/smtpscope-config.cmake
                              INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${CMAKE_BINARY_DIR}/packaging/smtpscope-config-version.cmake
                                 COMPATIBILITY SameMinorVersion)
install(FILES ${CMAKE_BINARY_DIR}/packaging/smtpscope-config.cmake
              ${CMAKE_BINARY_DIR}/packaging/smtpscope-config-version.cmake
        DESTINATION ${package_dir})

# Relative where the folders are, as they are unless a packager says otherwise.
cmake_path(ABSOLUTE_PATH CMAKE_INSTALL_LIBDIR BASE_DIRECTORY / OUTPUT_VARIABLE libdir)
file(RELATIVE_PATH SMTPSCOPE_PC_PREFIX ${libdir}/pkgconfig /)
string(REGEX REPLACE "/$" "" SMTPSCOPE_PC_PREFIX ${SMTPSCOPE_PC_PREFIX})
set(SMTPSCOPE_PC_PREFIX "\${pcfiledir}/${SMTPSCOPE_PC_PREFIX}")
set(SMTPSCOPE_PC_LIBDIR "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
set(SMTPSCOPE_PC_INCLUDEDIR "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
if(IS_ABSOLUTE ${CMAKE_INSTALL_LIBDIR} OR IS_ABSOLUTE ${CMAKE_INSTALL_INCLUDEDIR})
  set(SMTPSCOPE_PC_PREFIX ${CMAKE_INSTALL_PREFIX})
  set(SMTPSCOPE_PC_LIBDIR ${CMAKE_INSTALL_FULL_LIBDIR})
  set(SMTPSCOPE_PC_INCLUDEDIR ${CMAKE_INSTALL_FULL_INCLUDEDIR})
endif()
configure_file(${CMAKE_SOURCE_DIR}/packaging/smtpscope.pc.in
               ${CMAKE_BINARY_DIR}/packaging/smtpscope.pc @ONLY)
install(FILES ${CMAKE_BINARY_DIR}/packaging/smtpscope.pc
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
